package io.groundswell.domain.audit;

import io.groundswell.domain.audit.Finding.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Recomputes the chains of a fleet, event by event, and tells whatever is not as the Recorder wrote it (R32).
 *
 * <p>The events of one lane come in the order in which they were found; lanes may come one after the other or mixed.
 * What it remembers is a head per lane and a number per subject, whatever the length of the log.
 */
public final class ChainVerification {

    private static final Comparator<Lane> BY_INDEX = Comparator.comparingInt(Lane::index);

    private final String fleet;
    private final int lanes;
    private final Consumer<Finding> findings;
    private final Map<Lane, LaneChain> chains = new TreeMap<>(BY_INDEX);
    private final Map<Lane, Revisions> revisions = new HashMap<>();
    private long events;

    /**
     * How far a verification came, to go on from.
     *
     * @param reached the lanes that were begun
     * @param gaps sequences that have not been seen, of the last lane that was begun
     * @param revisions subject → its last revision, of lanes that were not ended
     * @param absent subject → absent revision → where it should stand
     */
    public record State(long events, List<ChainHead> reached, List<SequenceGap> gaps, Map<String, Long> revisions,
            Map<String, Map<Long, String>> absent) {

        public static final State START = new State(0, List.of(), List.of(), Map.of(), Map.of());
    }

    /** @param lanes how many chains the fleet has */
    public ChainVerification(String fleet, int lanes, Consumer<Finding> findings) {
        this.fleet = fleet;
        this.lanes = lanes;
        this.findings = findings;
    }

    /** Goes on with one lane after the other where another verification stopped. */
    public static ChainVerification resume(String fleet, int lanes, State state, Consumer<Finding> findings) {
        ChainVerification verification = new ChainVerification(fleet, lanes, findings);
        verification.events = state.events();
        state.reached().forEach(head ->
                verification.chains.put(head.lane(), new LaneChain(head, List.of(), findings)));
        if (!state.reached().isEmpty()) {
            ChainHead open = state.reached().getLast();
            verification.chains.put(open.lane(), new LaneChain(open, state.gaps(), findings));
            verification.revisions.put(open.lane(), new Revisions(state.revisions(), state.absent(), findings));
        }
        return verification;
    }

    /** Where this stands, while lanes are verified one after the other. */
    public State state() {
        List<ChainHead> reached = chains.values().stream().map(LaneChain::reached).toList();
        if (reached.isEmpty()) {
            return new State(events, reached, List.of(), Map.of(), Map.of());
        }
        Lane last = reached.getLast().lane();
        Revisions open = revisions.getOrDefault(last, new Revisions(Map.of(), Map.of(), findings));
        return new State(events, reached, chains.get(last).gaps(), open.last(), open.absent());
    }

    /** Takes the next event that was found; {@code place} says where, beyond lane and sequence. */
    public void take(ChainedEvent found, String place) {
        events++;
        if (!found.lane().fleet().equals(fleet) || !found.event().fleet().equals(fleet) || found.lane().index() >= lanes) {
            findings.accept(Finding.at(Kind.INSERTED, place, found, "fleet " + fleet + " has the lanes " + fleet + "#0 to "
                    + (lanes - 1) + " and no events of another fleet"));
            return;
        }
        Lane lane = Lane.of(fleet, found.event().partition(), lanes);
        if (!lane.equals(found.lane())) {
            findings.accept(Finding.at(Kind.INSERTED, place, found, "events of this subject belong to lane " + lane));
        }
        boolean inChain = chains.computeIfAbsent(found.lane(), this::begin)
                .take(found, place);
        if (inChain) {
            revisions.computeIfAbsent(found.lane(), key -> new Revisions(Map.of(), Map.of(), findings)).take(found, place);
        }
    }

    private LaneChain begin(Lane lane) {
        return new LaneChain(ChainHead.origin(lane), List.of(), findings);
    }

    /** How far a lane was followed. */
    public ChainHead reached(Lane lane) {
        LaneChain chain = chains.get(lane);
        return chain == null ? ChainHead.origin(lane) : chain.reached();
    }

    /** Verifies that a lane ends where it is known to end, without a missing revision; no event of it may follow. */
    public void end(ChainHead head) {
        chains.computeIfAbsent(head.lane(), this::begin).end(head);
        Revisions ended = revisions.remove(head.lane());
        if (ended != null) {
            ended.end();
        }
    }

    /** Ends every lane where it was followed to, for readers who do not know where it should end. */
    public void end() {
        List.copyOf(chains.values()).forEach(chain -> end(chain.reached()));
    }

    /** How many events were taken. */
    public long events() {
        return events;
    }
}
