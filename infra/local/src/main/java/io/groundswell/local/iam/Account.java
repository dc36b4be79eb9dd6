package io.groundswell.local.iam;

/** The one AWS account and region that LocalCloud stands for; the region is lower-case as in AWS, the id is 12 digits. */
public record Account(String region, String id) {

    public Account {
        if (!region.matches("[a-z]{2}(-[a-z]+)+-[0-9]")) {
            throw new IllegalArgumentException("region: expected one like us-east-1, found '" + region + "'");
        }
        if (!id.matches("[0-9]{12}")) {
            throw new IllegalArgumentException("account id: expected 12 digits, found '" + id + "'");
        }
    }

    /** The ARN of a regional resource of this account. */
    public String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + id + ":" + resource;
    }

    /** The ARN of an IAM or STS resource, which belongs to no region. */
    public String globalArn(String service, String resource) {
        return "arn:aws:" + service + "::" + id + ":" + resource;
    }
}
