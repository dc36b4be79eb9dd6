package io.groundswell.local.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** How far each shard of one mapping's stream has been dealt with. */
final class Checkpoints {

    private static final String AFTER = "after";
    private static final String FINISHED = "finished";

    private final KeptJson kept;

    Checkpoints(Optional<Path> file) {
        this.kept = KeptJson.in(file);
    }

    /** The last sequence number that is done with. */
    Optional<String> after(String shardId) {
        return Optional.ofNullable(kept.read().path(shardId).path(AFTER).textValue());
    }

    boolean finished(String shardId) {
        return kept.read().path(shardId).path(FINISHED).booleanValue();
    }

    void advance(String shardId, String sequenceNumber) {
        kept.update(shards -> shard(shards, shardId, entry -> entry.put(AFTER, sequenceNumber)));
    }

    void finish(String shardId) {
        kept.update(shards -> shard(shards, shardId, entry -> entry.put(FINISHED, true)));
    }

    /** Forgets the position in a shard, because the stream no longer reaches back to it. */
    void restart(String shardId) {
        kept.update(shards -> shard(shards, shardId, entry -> entry.remove(AFTER)));
    }

    /** Forgets shards that the stream no longer lists. */
    void retain(Set<String> shardIds) {
        if (!shardIds.containsAll(kept.read().propertyStream().map(Map.Entry::getKey).toList())) {
            kept.update(shards -> (ObjectNode) shards.retain(shardIds));
        }
    }

    private static ObjectNode shard(ObjectNode shards, String shardId, Consumer<ObjectNode> change) {
        change.accept(shards.withObjectProperty(shardId));
        return shards;
    }
}
