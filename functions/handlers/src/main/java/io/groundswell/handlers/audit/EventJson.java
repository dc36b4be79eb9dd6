package io.groundswell.handlers.audit;

import io.groundswell.domain.audit.ChainedEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** An audit event as answers and exports show it: all that its hash covers, and the hashes. */
public final class EventJson {

    private EventJson() {
    }

    public static Map<String, Object> of(ChainedEvent chained) {
        Map<String, Object> shown =
                new LinkedHashMap<>(chained.event().hashed(chained.lane().toString(), chained.sequence()));
        shown.put("previous_hash", chained.previousHash());
        shown.put("hash", chained.hash());
        return shown;
    }
}
