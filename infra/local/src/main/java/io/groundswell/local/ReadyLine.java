package io.groundswell.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.local.iam.AccessKey;

/** What LocalCloud prints once it is ready: one line of JSON with every address and key that a client needs. */
final class ReadyLine {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReadyLine() {
    }

    static String of(LocalCloud cloud) {
        Endpoints endpoints = cloud.endpoints();
        ObjectNode line = JSON.createObjectNode();
        line.put("operator_api", endpoints.operatorApi().toString());
        line.put("enroll_api", endpoints.enrollApi().toString());
        line.put("device_api", endpoints.deviceApi().toString());
        line.put("aws_endpoint", endpoints.aws().toString());
        line.put("region", endpoints.region());
        line.put("ca_pem", endpoints.caPem().toString());
        ObjectNode users = line.putObject("users");
        cloud.users().forEach((name, key) -> users.set(name, key(key)));
        line.set("aws", key(cloud.owner()));
        return line.toString();
    }

    private static ObjectNode key(AccessKey key) {
        return JSON.createObjectNode().put("access_key", key.id()).put("secret_key", key.secret());
    }
}
