package io.groundswell.local.http;

/**
 * What an API's events say of the API itself.
 *
 * @param domainName host (and port) under which the API is served
 * @param https whether clients reach it over TLS
 */
public record HttpApiIdentity(String apiId, String accountId, String region, String domainName, boolean https) {

    String resource(String method, String decodedPath) {
        return "arn:aws:execute-api:" + region + ":" + accountId + ":" + apiId + "/$default/" + method + decodedPath;
    }

    String port() {
        int colon = domainName.lastIndexOf(':');
        return colon < 0 ? (https ? "443" : "80") : domainName.substring(colon + 1);
    }
}
