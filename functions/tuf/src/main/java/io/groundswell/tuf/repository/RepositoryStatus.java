package io.groundswell.tuf.repository;

import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.Signed;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The current version and expiry of every role of a fleet: {@code root, targets, publisher, snapshot, timestamp}. */
public record RepositoryStatus(Map<String, RoleStatus> roles) {

    /** Copies the map. */
    public RepositoryStatus {
        roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
    }

    /** One role's version and the moment from which clients refuse it. */
    public record RoleStatus(long version, Instant expires) {

        static RoleStatus of(Metadata<? extends Signed> metadata) {
            return new RoleStatus(metadata.signed().version(), metadata.signed().expires());
        }
    }

    /** The expiry that comes first: clients stop updating then. */
    public Instant soonestExpiry() {
        return roles.values().stream().map(RoleStatus::expires).min(Comparator.naturalOrder()).orElseThrow();
    }
}
