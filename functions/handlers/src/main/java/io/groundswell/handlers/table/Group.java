package io.groundswell.handlers.table;

import io.groundswell.domain.name.Names;
import java.time.Instant;

/**
 * A group of devices; only a sealed one can be rolled out to, and a sealed one takes no further members (R11).
 *
 * @param members how many members were on record when this was last written; exact once sealed, retired ones included
 * @param request digest of the creating request, so that repeating it after a crash completes it
 */
public record Group(String name, boolean sealed, int members, Instant createdAt, String request) {

    public Group {
        Names.require("group name", name);
    }

    public Group withMembers(int count) {
        return new Group(name, sealed, count, createdAt, request);
    }

    public Group sealedWith(int count) {
        return new Group(name, true, count, createdAt, request);
    }

    Item toItem() {
        return Item.with().text("name", name).flag("sealed", sealed).number("members", members)
                .time("created_at", createdAt).text("request", request).build();
    }

    static Group of(Item item) {
        return new Group(item.text("name"), item.flag("sealed"), item.integer("members"), item.time("created_at"),
                item.text("request"));
    }
}
