package io.groundswell.local.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.iam.AccessKey;
import io.groundswell.local.iam.Account;
import io.groundswell.local.iam.Credentials;
import io.groundswell.local.iam.SigV4;
import io.groundswell.local.kms.Kms;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.kms.KmsClient;

class WithoutStorageTest {

    private static final Account ACCOUNT = new Account("us-east-1", "000000000000");
    private static final AccessKey GIVEN = new AccessKey("test", "hush", Optional.empty());

    @Test
    @DisplayName("an endpoint whose tables are elsewhere says so, serves the rest, and takes the key that it was given")
    void servesTheRest() {
        Clock clock = Clock.systemUTC();
        Credentials credentials = Credentials.ownedBy(GIVEN, ACCOUNT);
        StaticCredentialsProvider owner = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "hush"));
        try (AwsEndpoint endpoint = AwsEndpoint.withoutStorage(0, new SigV4(credentials, clock), List.of(Kms.inMemory(ACCOUNT, clock)));
                KmsClient kms = KmsClient.builder().endpointOverride(endpoint.uri()).region(Region.US_EAST_1)
                        .credentialsProvider(owner).httpClient(UrlConnectionHttpClient.create()).build();
                DynamoDbClient dynamoDb = DynamoDbClient.builder().endpointOverride(endpoint.uri()).region(Region.US_EAST_1)
                        .credentialsProvider(owner).httpClient(UrlConnectionHttpClient.create()).build()) {
            assertEquals(List.of(), kms.listKeys().keys());
            String sentence = assertThrows(DynamoDbException.class, dynamoDb::listTables).awsErrorDetails().errorMessage();
            assertTrue(sentence.endsWith("service dynamodb is not available locally; available are sts and [kms]"), sentence);
        }
    }
}
