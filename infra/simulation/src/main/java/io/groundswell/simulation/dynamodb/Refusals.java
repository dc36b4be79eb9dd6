package io.groundswell.simulation.dynamodb;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** The errors of the service, as the SDK throws them. */
final class Refusals {

    private static final int BAD_REQUEST = 400;

    private Refusals() {
    }

    static DynamoDbException validation(String message) {
        return (DynamoDbException) DynamoDbException.builder().message(message).statusCode(BAD_REQUEST)
                .awsErrorDetails(details("ValidationException", message)).build();
    }

    static ConditionalCheckFailedException conditionFailed() {
        String message = "The conditional request failed";
        return ConditionalCheckFailedException.builder().message(message).statusCode(BAD_REQUEST)
                .awsErrorDetails(details("ConditionalCheckFailedException", message)).build();
    }

    static ResourceNotFoundException noTable(String name) {
        return ResourceNotFoundException.builder().message("Cannot do operations on a non-existent table: " + name)
                .statusCode(BAD_REQUEST).build();
    }

    /** What the service may well know, but this one does not. */
    static UnsupportedOperationException unknown(String what) {
        return new UnsupportedOperationException("the simulated DynamoDB does not know " + what);
    }

    private static AwsErrorDetails details(String code, String message) {
        return AwsErrorDetails.builder().errorCode(code).errorMessage(message).serviceName("DynamoDb").build();
    }
}
