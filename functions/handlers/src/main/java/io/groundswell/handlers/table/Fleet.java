package io.groundswell.handlers.table;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;
import java.time.Instant;

/**
 * A fleet, the scope of everything else (R5).
 *
 * @param lanes how many audit chains it has; fixed for its life, because an event's lane follows from it
 * @param root the newest offline-signed root
 * @param targets the newest offline-signed targets
 */
public record Fleet(String name, int lanes, Instant createdAt, OfflineRole root, OfflineRole targets) {

    /** Lanes of a new fleet. */
    public static final int DEFAULT_LANES = 4;

    public Fleet {
        Names.require("fleet", name);
        if (lanes < 1) {
            throw new InvalidRequest("a fleet has one lane or more, found " + lanes);
        }
    }

    /** Version and expiry of a role that is signed offline. */
    public record OfflineRole(long version, Instant expires) {

        Item toItem() {
            return Item.with().number("version", version).time("expires", expires).build();
        }

        static OfflineRole of(Item item) {
            return new OfflineRole(item.number("version"), item.time("expires"));
        }
    }

    public Fleet withRoles(OfflineRole newRoot, OfflineRole newTargets) {
        return new Fleet(name, lanes, createdAt, newRoot, newTargets);
    }

    Item toItem() {
        return Item.with().text("name", name).number("lanes", lanes).time("created_at", createdAt)
                .item("root", root.toItem()).item("targets", targets.toItem())
                .text(Keys.LISTING_PK, Keys.ALL_FLEETS).text(Keys.LISTING_SK, name).build();
    }

    static Fleet of(Item item) {
        return new Fleet(item.text("name"), item.integer("lanes"), item.time("created_at"),
                OfflineRole.of(item.item("root")), OfflineRole.of(item.item("targets")));
    }
}
