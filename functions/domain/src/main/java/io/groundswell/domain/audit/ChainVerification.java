package io.groundswell.domain.audit;

import io.groundswell.domain.audit.Finding.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

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
     * @param altered whether the last event of the last lane that was begun was altered
     * @param gaps sequences that have not been seen, of that lane
     * @param revisions subject → its last revision, of lanes that were not ended
     * @param absent subject → absent revision → where it should stand
     */
    public record State(long events, List<ChainHead> reached, boolean altered, List<SequenceGap> gaps,
            Map<String, Long> revisions, Map<String, Map<Long, String>> absent) {

        public static final State START = new State(0, List.of(), false, List.of(), Map.of(), Map.of());
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
                verification.chains.put(head.lane(), new LaneChain(head, false, List.of(), findings)));
        if (!state.reached().isEmpty()) {
            ChainHead open = state.reached().getLast();
            verification.chains.put(open.lane(), new LaneChain(open, state.altered(), state.gaps(), findings));
            verification.revisions.put(open.lane(), new Revisions(state.revisions(), state.absent(), findings));
        }
        return verification;
    }

    /** Where this stands, while lanes are verified one after the other. */
    public State state() {
        List<ChainHead> reached = chains.values().stream().map(LaneChain::reached).toList();
        if (reached.isEmpty()) {
            return new State(events, reached, false, List.of(), Map.of(), Map.of());
        }
        Lane last = reached.getLast().lane();
        Revisions open = revisions.getOrDefault(last, new Revisions(Map.of(), Map.of(), findings));
        LaneChain chain = chains.get(last);
        return new State(events, reached, chain.endsAltered(), chain.gaps(), open.last(), open.absent());
    }

    /**
     * Takes the next event that was found; {@code place} says where, beyond lane and sequence.
     *
     * @return whether it is an event of this fleet as it was hashed, wherever it stands
     */
    public boolean take(ChainedEvent found, String place) {
        events++;
        if (!found.lane().fleet().equals(fleet) || !found.event().fleet().equals(fleet) || found.lane().index() >= lanes) {
            findings.accept(Finding.at(Kind.INSERTED, place, found, "fleet " + fleet + " has the lanes " + fleet + "#0 to "
                    + (lanes - 1) + " and no events of another fleet"));
            return false;
        }
        Lane lane = Lane.of(fleet, found.event().partition(), lanes);
        if (!found.isGenuine()) {
            altered(found, lane, place);
            return false;
        }
        if (!lane.equals(found.lane())) {
            findings.accept(Finding.at(Kind.INSERTED, place, found, "events of this subject belong to lane " + lane));
        }
        follow(found, place);
        return true;
    }

    private void follow(ChainedEvent found, String place) {
        if (chain(found.lane()).take(found, place)) {
            revisions(found.lane()).take(found, place);
        }
    }

    /** One altered event must not make its neighbours look wrong: it is followed where its hash or its place allow it. */
    private void altered(ChainedEvent found, Lane lane, String place) {
        String text = "the hash is not that of the event";
        Optional<ChainedEvent> hashed = asHashed(found, lane);
        if (hashed.isPresent()) {
            ChainedEvent genuine = hashed.get();
            findings.accept(Finding.at(Kind.ALTERED, place, found, text + ", but that of lane " + lane + " sequence "
                    + genuine.sequence() + " revision " + genuine.event().revision()));
            follow(genuine, place);
            return;
        }
        findings.accept(Finding.at(Kind.ALTERED, place, found, text));
        boolean claimsItsPlace = found.lane().equals(lane)
                || found.previousHash().equals(reached(found.lane()).hash());
        if (claimsItsPlace && chain(found.lane()).takeAltered(found, place)) {
            revisions(found.lane()).takeAltered(found);
        }
    }

    /** The event that was hashed, if it is the next of its subject's lane and only its place or revision was altered. */
    private Optional<ChainedEvent> asHashed(ChainedEvent found, Lane lane) {
        AuditEvent event = found.event();
        long next = revisions.containsKey(lane) ? revisions.get(lane).next(event.subject()) : 1;
        try {
            return Stream.of(event, event.at(next)).map(reached(lane)::append)
                    .filter(candidate -> candidate.hash().equals(found.hash())).findFirst();
        } catch (IllegalArgumentException noCanonicalForm) {
            return Optional.empty();
        }
    }

    private LaneChain chain(Lane lane) {
        return chains.computeIfAbsent(lane, this::begin);
    }

    private Revisions revisions(Lane lane) {
        return revisions.computeIfAbsent(lane, key -> new Revisions(Map.of(), Map.of(), findings));
    }

    private LaneChain begin(Lane lane) {
        return new LaneChain(ChainHead.origin(lane), false, List.of(), findings);
    }

    /** How far a lane was followed. */
    public ChainHead reached(Lane lane) {
        LaneChain chain = chains.get(lane);
        return chain == null ? ChainHead.origin(lane) : chain.reached();
    }

    /** Verifies that a lane ends where it is known to end, without a missing revision; no event of it may follow. */
    public void end(ChainHead head) {
        chain(head.lane()).end(head);
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
