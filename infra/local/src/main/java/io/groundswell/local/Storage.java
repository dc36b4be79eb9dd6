package io.groundswell.local;

import io.groundswell.local.aws.AwsEndpoint;
import io.groundswell.local.aws.JsonService;
import io.groundswell.local.iam.Account;
import io.groundswell.local.iam.SigV4;
import io.groundswell.local.template.Bucket;
import io.groundswell.local.template.SigningKey;
import io.groundswell.local.template.Table;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Where the stack's tables, objects and keys are; what it makes is described by {@code Ref} and {@code !GetAtt}. */
interface Storage extends AutoCloseable {

    Map<String, String> make(Table table);

    Map<String, String> make(Bucket bucket);

    Map<String, String> make(SigningKey key);

    /** Starts the endpoint for signed requests, with what of the storage it has to serve and one service more. */
    AwsEndpoint serve(int port, SigV4 signatures, Account account, JsonService more);

    /** Where DynamoDB is, without a detour. */
    URI dynamoDb();

    /** A client of DynamoDB for functions in this Java, where it is in this Java, too. */
    Optional<DynamoDbClient> direct();

    /** Where S3 and KMS are when the endpoint does not serve them, by the SDK's names for them. */
    Map<String, URI> elsewhere();

    @Override
    void close();
}
