package io.groundswell.local.dynamodb;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.dynamodb.services.exceptions.DynamoDBLocalServiceException;
import software.amazon.dynamodb.services.local.embedded.DDBExceptionMappingInvocationHandler;
import software.amazon.dynamodb.services.local.server.DynamoDBRequestHandler;

/**
 * The database for callers in this Java: what its port answers, without the way there and back.
 *
 * <p>It has the operations that functions use and throws what the SDK's own client throws; an internal error is tried again as that client
 * would do. Any other operation is unsupported.
 */
final class DirectClient implements DynamoDbClient {

    private static final int ATTEMPTS = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(25);

    private final DynamoDBRequestHandler database;

    DirectClient(DynamoDBRequestHandler database) {
        this.database = database;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    /** The database outlives its clients. */
    @Override
    public void close() {
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        return answered(() -> database.getItem(null, null, request));
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        return answered(() -> database.batchGetItem(null, null, request));
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        return answered(() -> database.query(null, null, request));
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        return answered(() -> database.putItem(null, null, request));
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        return answered(() -> database.updateItem(null, null, request));
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        return answered(() -> database.deleteItem(null, null, request));
    }

    @Override
    public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
        return answered(() -> database.transactGetItems(null, null, request));
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        return answered(() -> database.transactWriteItems(null, null, request));
    }

    private static <R> R answered(Supplier<R> call) {
        for (int attempt = 1; true; attempt++) {
            try {
                return translated(call);
            } catch (InternalServerErrorException busy) {
                if (attempt == ATTEMPTS) {
                    throw busy;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(FIRST_PAUSE.toNanos() << attempt));
            }
        }
    }

    /** DynamoDB Local's own exception is the SDK's by its error code alone; this makes it one by type. */
    private static <R> R translated(Supplier<R> call) {
        try {
            return call.get();
        } catch (DynamoDBLocalServiceException local) {
            try {
                DDBExceptionMappingInvocationHandler.handleDynamoDBLocalServiceException(local);
            } catch (RuntimeException known) {
                throw known;
            } catch (Throwable other) {
                throw new IllegalStateException("DynamoDB Local failed", other);
            }
            throw local;
        }
    }
}
