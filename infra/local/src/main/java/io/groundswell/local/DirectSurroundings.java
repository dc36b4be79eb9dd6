package io.groundswell.local;

import io.groundswell.handlers.aws.Surroundings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What functions in LocalCloud's own process find around them: AWS, but for DynamoDB without the way over its port. */
record DirectSurroundings(DynamoDbClient dynamoDb) implements Surroundings {
}
