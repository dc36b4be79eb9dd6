package io.groundswell.handlers.aws;

import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.Pauses;
import io.groundswell.handlers.table.Retry;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * What surrounds a function: the services it calls, the time, and how it waits for others.
 *
 * <p>A client is made when it is asked for, so that a function pays for those alone that it uses.
 */
public interface Surroundings {

    /** AWS itself. */
    Surroundings AWS = new Surroundings() {
    };

    default DynamoDbClient dynamoDb() {
        return AwsClients.dynamoDb();
    }

    default SfnClient sfn() {
        return AwsClients.sfn();
    }

    default S3Client s3() {
        return AwsClients.s3();
    }

    default S3Presigner s3Presigner() {
        return AwsClients.s3Presigner();
    }

    default Clock clock() {
        return Clock.systemUTC();
    }

    default Pauses pauses() {
        return Retry::pause;
    }

    /** The fleet table of these surroundings. */
    default FleetTable fleetTable(Environment environment) {
        return new FleetTable(dynamoDb(), environment.text("FLEET_TABLE"), pauses());
    }
}
