package io.groundswell.local.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.local.lambda.FunctionInvoker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Polls one stream on a thread of its own and delivers what passes the mapping's filters. */
public final class StreamPoller implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(StreamPoller.class.getName());
    private static final Duration BUSY = Duration.ofMillis(4);
    private static final Duration IDLE = Duration.ofMillis(20);
    private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration AFTER_ERROR = Duration.ofSeconds(1);
    private static final long DISCOVER_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long STOP_MILLIS = 5_000;
    /** Leaves room for the commas and the envelope within Lambda's payload limit. */
    private static final int BATCH_BYTES = FunctionInvoker.PAYLOAD_LIMIT - 64 * 1024;

    private final StreamMapping mapping;
    private final String region;
    private final DynamoDbStreamsClient streams;
    private final Checkpoints checkpoints;
    private final BatchDelivery delivery;
    private final Map<String, ShardReader> readers = new LinkedHashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private long discoveredAt;
    private boolean discovered;
    private long lastRecordAt = System.nanoTime() - BUSY_NANOS;

    /**
     * A poller that does not run yet.
     *
     * @param checkpointFile where the position outlives a restart
     */
    public StreamPoller(StreamMapping mapping, String region, DynamoDbStreamsClient streams, S3Client s3,
            FunctionInvoker functions, Optional<Path> checkpointFile, Clock clock) {
        this.mapping = mapping;
        this.region = region;
        this.streams = streams;
        this.checkpoints = new Checkpoints(checkpointFile);
        Optional<FailureDestination> destination =
                mapping.failureBucket().map(bucket -> new BucketDestination(s3, bucket, mapping.name(), clock));
        this.delivery = new BatchDelivery(mapping, functions, destination.map(this::retried), this::pause);
        this.thread = Thread.ofPlatform().daemon().name("stream-" + mapping.name()).unstarted(this::run);
    }

    /** Starts to poll. */
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever goes wrong with one poll, the next starts at the checkpoint: a stream that stands still loses evidence. */
    private void run() {
        boolean running = true;
        while (running) {
            try {
                running = pause(poll() ? Duration.ZERO : untilNext());
            } catch (RuntimeException e) {
                if (stopped.getCount() > 0) {
                    LOG.log(System.Logger.Level.WARNING, "the stream " + mapping.streamArn() + " cannot be read; trying again", e);
                }
                readers.values().forEach(ShardReader::rewind);
                running = pause(AFTER_ERROR);
            }
        }
    }

    /** Where records came a moment ago more are likely; a stream at rest is looked at less often. */
    private Duration untilNext() {
        return System.nanoTime() - lastRecordAt < BUSY_NANOS ? BUSY : IDLE;
    }

    /** Reads every open shard once; true when there was anything. */
    private boolean poll() {
        if (!discovered || System.nanoTime() - discoveredAt > DISCOVER_EVERY_NANOS) {
            discover();
        }
        boolean any = false;
        for (ShardReader reader : List.copyOf(readers.values())) {
            List<StreamRecord> records = reader.next();
            if (!records.isEmpty()) {
                any = true;
                lastRecordAt = System.nanoTime();
                if (!deliver(reader, records)) {
                    return false;
                }
            }
            if (reader.exhausted()) {
                checkpoints.finish(reader.shardId());
                readers.remove(reader.shardId());
                discovered = false;
            }
        }
        return any;
    }

    private boolean deliver(ShardReader reader, List<StreamRecord> records) {
        String shardId = reader.shardId();
        for (List<StreamRecord> batch : batches(records.stream().filter(this::wanted).toList())) {
            if (!delivery.deliver(shardId, batch, sequenceNumber -> checkpoints.advance(shardId, sequenceNumber))) {
                return false;
            }
        }
        checkpoints.advance(shardId, records.getLast().sequenceNumber());
        return true;
    }

    private boolean wanted(StreamRecord record) {
        return mapping.filters().isEmpty() || mapping.filters().stream().anyMatch(filter -> filter.matches(record.json()));
    }

    private List<List<StreamRecord>> batches(List<StreamRecord> records) {
        List<List<StreamRecord>> batches = new ArrayList<>();
        List<StreamRecord> batch = new ArrayList<>();
        int bytes = 0;
        for (StreamRecord record : records) {
            int size = record.json().toString().getBytes(StandardCharsets.UTF_8).length;
            if (!batch.isEmpty() && (batch.size() == mapping.batchSize() || bytes + size > BATCH_BYTES)) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(record);
            bytes += size;
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    /** Finds shards that can be read: those whose parent is done with, or no longer listed. */
    private void discover() {
        List<Shard> shards = new ArrayList<>();
        String[] last = new String[1];
        do {
            var page = streams.describeStream(request ->
                    request.streamArn(mapping.streamArn()).exclusiveStartShardId(last[0])).streamDescription();
            shards.addAll(page.shards());
            last[0] = page.lastEvaluatedShardId();
        } while (last[0] != null);
        List<String> listed = shards.stream().map(Shard::shardId).toList();
        for (Shard shard : shards) {
            boolean parentPending = shard.parentShardId() != null && listed.contains(shard.parentShardId())
                    && !checkpoints.finished(shard.parentShardId());
            if (!parentPending && !checkpoints.finished(shard.shardId())) {
                readers.computeIfAbsent(shard.shardId(), id -> new ShardReader(streams, mapping, region, id, checkpoints));
            }
        }
        readers.keySet().retainAll(listed);
        checkpoints.retain(Set.copyOf(listed));
        discovered = true;
        discoveredAt = System.nanoTime();
    }

    /** A batch that cannot be kept must not be passed over: its shard waits until the bucket takes it. */
    private FailureDestination retried(FailureDestination destination) {
        return (String shardId, ObjectNode invocationRecord) -> {
            boolean kept = false;
            while (!kept) {
                try {
                    destination.keep(shardId, invocationRecord);
                    kept = true;
                } catch (SdkException e) {
                    LOG.log(System.Logger.Level.WARNING,
                            "a failed batch of " + mapping.streamArn() + " cannot be kept; trying again", e);
                    if (!pause(AFTER_ERROR)) {
                        throw e;
                    }
                }
            }
        };
    }

    private boolean pause(Duration duration) {
        try {
            return !stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
