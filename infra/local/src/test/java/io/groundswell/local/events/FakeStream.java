package io.groundswell.local.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** A stream of shards that the test writes, closes and trims; iterators are {@code shard:position}. */
final class FakeStream implements DynamoDbStreamsClient {

    private static final class FakeShard {
        private final String parent;
        private final List<Integer> numbers = new ArrayList<>();
        private boolean closed;
        private int trimmedUpTo;

        FakeShard(String parent) {
            this.parent = parent;
        }
    }

    private final Map<String, FakeShard> shards = new LinkedHashMap<>();
    private int expirations;
    private int iterators;

    synchronized FakeStream shard(String id, String parent, int... numbers) {
        FakeShard shard = new FakeShard(parent);
        shards.put(id, shard);
        return write(id, numbers);
    }

    synchronized FakeStream write(String id, int... numbers) {
        for (int number : numbers) {
            shards.get(id).numbers.add(number);
        }
        return this;
    }

    synchronized FakeStream closeShard(String id) {
        shards.get(id).closed = true;
        return this;
    }

    synchronized FakeStream trim(String id, int upTo) {
        shards.get(id).trimmedUpTo = upTo;
        shards.get(id).numbers.removeIf(number -> number <= upTo);
        return this;
    }

    /** Lets the next read find its iterator expired. */
    synchronized FakeStream expireOnce() {
        expirations++;
        return this;
    }

    /** How many iterators were asked for. */
    synchronized int iterators() {
        return iterators;
    }

    @Override
    public synchronized DescribeStreamResponse describeStream(DescribeStreamRequest request) {
        List<Shard> listed = shards.entrySet().stream()
                .map(entry -> Shard.builder().shardId(entry.getKey()).parentShardId(entry.getValue().parent).build()).toList();
        return DescribeStreamResponse.builder().streamDescription(description -> description.shards(listed)).build();
    }

    @Override
    public synchronized GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        FakeShard shard = shards.get(request.shardId());
        int from = switch (request.shardIteratorType()) {
            case TRIM_HORIZON -> 0;
            case LATEST -> shard.numbers.isEmpty() ? 0 : shard.numbers.getLast() + 1;
            case AFTER_SEQUENCE_NUMBER -> {
                if (Integer.parseInt(request.sequenceNumber()) < shard.trimmedUpTo) {
                    throw TrimmedDataAccessException.builder().message("trimmed").build();
                }
                yield Integer.parseInt(request.sequenceNumber()) + 1;
            }
            default -> throw new IllegalArgumentException("the poller does not ask for " + request.shardIteratorType());
        };
        iterators++;
        return GetShardIteratorResponse.builder().shardIterator(request.shardId() + ":" + from).build();
    }

    @Override
    public synchronized GetRecordsResponse getRecords(GetRecordsRequest request) {
        if (expirations > 0) {
            expirations--;
            throw ExpiredIteratorException.builder().message("expired").build();
        }
        String[] iterator = request.shardIterator().split(":");
        FakeShard shard = shards.get(iterator[0]);
        int from = Integer.parseInt(iterator[1]);
        List<Record> records = shard.numbers.stream().filter(number -> number >= from).map(FakeStream::written).toList();
        int next = shard.numbers.isEmpty() ? from : Math.max(from, shard.numbers.getLast() + 1);
        return GetRecordsResponse.builder().records(records).nextShardIterator(shard.closed ? null : iterator[0] + ":" + next).build();
    }

    private static Record written(int number) {
        return Record.builder().eventID("e" + number).eventName("INSERT").eventVersion("1.1").dynamodb(change -> change
                .approximateCreationDateTime(Instant.EPOCH).sequenceNumber(Integer.toString(number)).sizeBytes(10L)
                .keys(Map.of("PK", AttributeValue.fromS("k" + number))).streamViewType("NEW_AND_OLD_IMAGES")).build();
    }

    @Override
    public String serviceName() {
        return "dynamodb";
    }

    @Override
    public void close() {
        shards.clear();
    }
}
