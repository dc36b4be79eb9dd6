package io.groundswell.handlers.rollout;

import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.group.Membership;
import io.groundswell.domain.name.GroupRef;
import io.groundswell.domain.name.Names;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.http.Paging;
import io.groundswell.handlers.table.GroupStore;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.table.WorkStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The devices of a rollout in position order, with what they reported.
 *
 * <p>Nothing is stored per device before it reports, so the list walks the group. One call examines a bounded number
 * of members; with a filter a page may therefore be short and still have a {@code next_token}.
 */
final class RolloutDevices {

    private static final int MOST_EXAMINED = 2000;
    private static final int STRIDE = 200;

    private final RolloutStore rollouts;
    private final GroupStore groups;
    private final WorkStore works;

    RolloutDevices(RolloutStore rollouts, GroupStore groups, WorkStore works) {
        this.rollouts = rollouts;
        this.groups = groups;
        this.works = works;
    }

    ApiResponse list(ApiRequest request) {
        request.refuseQueryExcept(Set.of("wave", "state", "limit", "next_token"));
        Rollout rollout = RolloutRoutes.require(rollouts, request).value();
        OptionalInt wave = wave(request.query().get("wave"), rollout);
        Optional<WorkState> state = state(request.query().get("state"));
        Paging paging = Paging.of(request);
        List<Map<String, Object>> found = new ArrayList<>();
        Optional<String> after = paging.after().or(() -> startOf(rollout, wave));
        boolean more = true;
        for (int examined = 0; more && found.size() < paging.limit() && examined < MOST_EXAMINED; ) {
            List<Membership> members = groups.members(new GroupRef(rollout.ref().fleet(), rollout.plan().group()), after,
                    STRIDE);
            Map<String, WorkStore.Work> reported = works.findAll(rollout.ref().fleet(),
                    members.stream().map(Membership::device).toList(), rollout.ref().id());
            more = members.size() == STRIDE;
            for (Membership member : members) {
                examined++;
                after = Optional.of(GroupStore.place(member));
                row(rollout, member, Optional.ofNullable(reported.get(member.device())), wave, state).ifPresent(found::add);
                if (found.size() == paging.limit()) {
                    more = true;
                    break;
                }
            }
            more = more && !isPast(after, rollout, wave);
        }
        return ApiResponse.ok(Paging.page("devices", found, more ? after : Optional.empty()));
    }

    private static Optional<Map<String, Object>> row(Rollout rollout, Membership member, Optional<WorkStore.Work> work,
            OptionalInt wantedWave, Optional<WorkState> wantedState) {
        OptionalInt wave = rollout.waveOf(member);
        WorkState state = work.map(WorkStore.Work::state).orElse(WorkState.NONE);
        boolean wanted = wave.isPresent() && (wantedWave.isEmpty() || wantedWave.getAsInt() == wave.getAsInt())
                && (wantedState.isEmpty() || wantedState.get() == state);
        if (!wanted) {
            return Optional.empty();
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("device", member.device());
        row.put("wave", wave.getAsInt());
        row.put("state", state.word());
        work.flatMap(WorkStore.Work::detail).ifPresent(detail -> row.put("detail", detail));
        return Optional.of(row);
    }

    /** A wave's members come after the bound of the wave before it. */
    private static Optional<String> startOf(Rollout rollout, OptionalInt wave) {
        return wave.isPresent() && wave.getAsInt() > 0
                ? Optional.of(rollout.waves().get(wave.getAsInt() - 1).bound() + "~") : Optional.empty();
    }

    private static boolean isPast(Optional<String> after, Rollout rollout, OptionalInt wave) {
        return wave.isPresent() && after.isPresent()
                && after.get().compareTo(rollout.waves().get(wave.getAsInt()).bound() + "#") > 0;
    }

    private static OptionalInt wave(String text, Rollout rollout) {
        if (text == null) {
            return OptionalInt.empty();
        }
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) >= rollout.waves().size()) {
            throw new InvalidRequest("wave must be 0 to " + (rollout.waves().size() - 1) + ", found "
                    + Names.shown(text));
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    private static Optional<WorkState> state(String text) {
        if (text == null) {
            return Optional.empty();
        }
        for (WorkState state : WorkState.values()) {
            if (state.word().equals(text)) {
                return Optional.of(state);
            }
        }
        throw new InvalidRequest("state must be a device state such as pending, applying or healthy, found "
                + Names.shown(text));
    }
}
