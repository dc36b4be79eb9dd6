package io.groundswell.handlers.table;

import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.rollout.Rollout;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A device's state on a rollout: written by its first report or by its exclusion, never before (R16).
 *
 * <p>Every write is fenced by the revision it was decided from, so a report and a decommission cannot both win (R10).
 */
public final class WorkStore {

    private final FleetTable table;

    public WorkStore(FleetTable table) {
        this.table = table;
    }

    /**
     * A device on a rollout.
     *
     * @param wave the wave it is counted in
     * @param detail reason code of the last report, if it gave one
     */
    public record Work(WorkState state, int wave, Optional<String> detail) {
    }

    public Optional<Versioned<Work>> find(DeviceRef device, String rollout) {
        return table.get(Keys.work(device, rollout)).map(WorkStore::versioned);
    }

    /** Writes the device's next state on the rollout; one write unit. */
    public void save(DeviceRef device, Rollout rollout, long fromRev, Work next, Evidence evidence) {
        Item item = Item.with().text("state", next.state().word()).number("wave", next.wave())
                .text("detail", next.detail()).build();
        table.write(Write.audited(table.name(), Keys.work(device, rollout.ref().id()), item, fromRev, evidence));
    }

    /** What these devices of one fleet reported on a rollout; a device that never reported is absent. */
    public Map<String, Work> findAll(String fleet, Collection<String> devices, String rollout) {
        Map<Key, String> names = new HashMap<>();
        devices.forEach(name -> names.put(Keys.work(new DeviceRef(fleet, name), rollout), name));
        Map<String, Work> works = new HashMap<>();
        table.get(List.copyOf(names.keySet())).forEach((key, item) ->
                works.put(names.get(key), versioned(item).value()));
        return works;
    }

    /** The facts that every event of a device on a rollout carries. */
    public static Map<String, Object> facts(DeviceRef device, Rollout rollout, WorkState state) {
        ArtifactRef artifact = rollout.plan().artifact().ref();
        return Map.of("device", device.name(), "rollout", rollout.ref().id(), "state", state.word(),
                "artifact", artifact.name(), "version", artifact.version());
    }

    static Versioned<Work> versioned(Item item) {
        return new Versioned<>(new Work(WorkState.parse(item.text("state")), item.integer("wave"),
                item.optionalText("detail")), item.number("rev"));
    }
}
