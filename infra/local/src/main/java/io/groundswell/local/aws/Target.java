package io.groundswell.local.aws;

import io.groundswell.local.iam.SignedRequest;

/** What {@code X-Amz-Target} names: {@code <prefix>.<operation>}. */
record Target(String prefix, String operation) {

    static Target of(SignedRequest request) {
        String value = request.header("x-amz-target").orElse("");
        int dot = value.lastIndexOf('.');
        if (dot <= 0 || dot == value.length() - 1) {
            throw ServiceError.client("UnknownOperationException", "X-Amz-Target: expected <service>.<operation>, found '" + value + "'");
        }
        return new Target(value.substring(0, dot), value.substring(dot + 1));
    }

    ServiceError unknown() {
        return ServiceError.client("UnknownOperationException", "operation " + prefix + "." + operation + " is not available locally");
    }
}
