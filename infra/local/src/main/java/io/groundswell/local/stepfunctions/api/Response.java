package io.groundswell.local.stepfunctions.api;

/**
 * One answer on the wire.
 *
 * @param body JSON in UTF-8, of the type {@link #CONTENT_TYPE}
 */
public record Response(int status, byte[] body) {

    public static final String CONTENT_TYPE = "application/x-amz-json-1.0";
}
