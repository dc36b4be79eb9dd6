package io.groundswell.local.dynamodb;

import java.util.Optional;

/**
 * A table as a template refers to it.
 *
 * @param streamArn present when the table has a stream; it names DynamoDB Local's own region, the only one by which it finds the stream
 */
public record Table(String name, String arn, Optional<String> streamArn) {
}
