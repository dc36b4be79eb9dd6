package io.groundswell.handlers.group;

import io.groundswell.domain.error.Conflict;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.GroupRef;
import io.groundswell.domain.name.Names;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.Group;
import io.groundswell.handlers.table.GroupMembers;
import io.groundswell.handlers.table.GroupStore;
import io.groundswell.handlers.table.Retry;
import io.groundswell.handlers.table.Versioned;
import io.groundswell.handlers.table.WriteConflict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Creates, fills and seals groups; every operation may be repeated to complete one that was cut short. */
final class Groups {

    private final GroupStore store;
    private final GroupMembers members;
    private final InstantSource clock;

    Groups(GroupStore store, GroupMembers members, InstantSource clock) {
        this.store = store;
        this.members = members;
        this.clock = clock;
    }

    /** A group after names were turned into members; unresolved names are in the order given. */
    record Outcome(Group group, List<String> unresolved) {
    }

    Outcome create(String fleet, GroupRequest request, String actor) {
        GroupRef ref = new GroupRef(fleet, request.name());
        Optional<Versioned<Group>> begun = store.find(ref);
        begun.ifPresent(group -> requireUnfinished(group, request));
        // Once sealing has begun, a repetition finds its members in place and may add none.
        List<String> joining = begun.isPresent() && members.isClosed(ref)
                ? members.membersAmong(ref, request.devices()) : resolved(fleet, request.devices());
        if (begun.isEmpty()) {
            begin(ref, request, joining.size(), actor);
        }
        members.join(ref, joining);
        Group group = request.sealed() ? seal(ref, actor) : store.require(ref).value();
        return new Outcome(group, unresolved(request.devices(), joining));
    }

    private void begin(GroupRef ref, GroupRequest request, int resolved, String actor) {
        Group group = new Group(ref.name(), false, resolved, now(), request.digest());
        try {
            store.create(ref, group, new Evidence("group.created", actor, group.createdAt(),
                    Map.of("members", resolved, "unresolved", request.devices().size() - resolved)));
        } catch (WriteConflict createdMeanwhile) {
            requireUnfinished(store.require(ref), request);
        }
    }

    /** Only the very request that created a group may complete it, and only until something else happened to it. */
    private static void requireUnfinished(Versioned<Group> group, GroupRequest request) {
        boolean repeated = group.value().request().equals(request.digest());
        if (!repeated || group.value().sealed() || group.rev() > 1) {
            throw new Conflict("group " + request.name() + " exists already; choose another name, or add devices to it"
                    + " while it is not sealed");
        }
    }

    Outcome append(GroupRef ref, List<String> devices, String actor) {
        store.require(ref);
        members.requireOpen(ref);
        List<String> joining = resolved(ref.fleet(), devices);
        int joined = members.join(ref, joining);
        Group group = Retry.onConflict(() -> recordAppended(ref, joining.size(), joined, actor));
        return new Outcome(group, unresolved(devices, joining));
    }

    private Group recordAppended(GroupRef ref, int resolved, int joined, String actor) {
        Versioned<Group> now = store.require(ref);
        int count = store.count(ref);
        if (joined == 0 && count == now.value().members()) {
            return now.value();
        }
        Group next = now.value().withMembers(count);
        store.save(ref, now, next, new Evidence("group.appended", actor, now(),
                Map.of("devices", resolved, "members", count)));
        return next;
    }

    Group seal(GroupRef ref, String actor) {
        return Retry.onConflict(() -> {
            Versioned<Group> now = store.require(ref);
            if (now.value().sealed()) {
                return now.value();
            }
            members.close(ref);
            Group next = now.value().sealedWith(members.settle(ref));
            store.save(ref, now, next, new Evidence("group.sealed", actor, now(), Map.of("members", next.members())));
            return next;
        });
    }

    private List<String> resolved(String fleet, List<String> devices) {
        List<String> resolved = members.resolve(fleet, devices);
        if (resolved.isEmpty()) {
            throw new InvalidRequest("devices must name at least one enrolled device of fleet " + fleet + ", found "
                    + (devices.isEmpty() ? "no names" : "none among " + devices.size() + " names, the first being "
                    + Names.shown(devices.getFirst())));
        }
        return resolved;
    }

    private static List<String> unresolved(List<String> devices, List<String> joined) {
        Set<String> resolved = new HashSet<>(joined);
        return devices.stream().filter(name -> !resolved.contains(name)).toList();
    }

    private Instant now() {
        return Timestamps.truncate(clock.instant());
    }
}
