package io.groundswell.domain.name;

/** A rollout inside its fleet; ids are made by the server and are names (R2). */
public record RolloutRef(String fleet, String id) {

    public RolloutRef {
        Names.require("fleet", fleet);
        Names.require("rollout id", id);
    }
}
