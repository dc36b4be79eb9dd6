package io.groundswell.local.events;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Reads one shard from its checkpoint on. */
final class ShardReader {

    private static final int MOST_RECORDS = 1000;

    private final DynamoDbStreamsClient streams;
    private final StreamMapping mapping;
    private final String region;
    private final String shardId;
    private final Checkpoints checkpoints;
    private String iterator;
    private boolean exhausted;

    ShardReader(DynamoDbStreamsClient streams, StreamMapping mapping, String region, String shardId, Checkpoints checkpoints) {
        this.streams = streams;
        this.mapping = mapping;
        this.region = region;
        this.shardId = shardId;
        this.checkpoints = checkpoints;
    }

    String shardId() {
        return shardId;
    }

    /** Whether the shard is closed and everything in it was read. */
    boolean exhausted() {
        return exhausted;
    }

    /** The next records; empty when there are none now. */
    List<StreamRecord> next() {
        try {
            if (iterator == null) {
                iterator = open();
            }
            GetRecordsResponse page = streams.getRecords(request -> request.shardIterator(iterator).limit(MOST_RECORDS));
            iterator = page.nextShardIterator();
            exhausted = iterator == null;
            return page.records().stream().map(record -> StreamRecord.of(record, mapping.streamArn(), region)).toList();
        } catch (ExpiredIteratorException e) {
            iterator = null;
            return List.of();
        } catch (TrimmedDataAccessException e) {
            iterator = null;
            checkpoints.restart(shardId);
            return List.of();
        }
    }

    /** Goes back to the checkpoint, after a batch that was not done with. */
    void rewind() {
        iterator = null;
        exhausted = false;
    }

    private String open() {
        Optional<String> after = checkpoints.after(shardId);
        return streams.getShardIterator(request -> {
            request.streamArn(mapping.streamArn()).shardId(shardId);
            if (after.isPresent()) {
                request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER).sequenceNumber(after.get());
            } else {
                request.shardIteratorType(mapping.startingPosition());
            }
        }).shardIterator();
    }
}
