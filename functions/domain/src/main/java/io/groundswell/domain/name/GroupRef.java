package io.groundswell.domain.name;

/** A group inside its fleet. */
public record GroupRef(String fleet, String name) {

    public GroupRef {
        Names.require("fleet", fleet);
        Names.require("group name", name);
    }
}
