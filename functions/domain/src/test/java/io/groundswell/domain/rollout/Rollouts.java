package io.groundswell.domain.rollout;

import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.group.Membership;
import io.groundswell.domain.group.Position;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.probe.Probe;
import io.groundswell.domain.probe.ProbeType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Builds rollouts for tests: rollout {@code r1} of {@code gauge 1.4.0}, created by {@code ana}, all waves automatic,
 * no tolerance, in progress with wave 0 open, unless a test says otherwise.
 */
public final class Rollouts {

    public static final Instant CREATED_AT = Instant.parse("2026-03-01T09:30:00Z");
    public static final long GROUP_CLOCK = 7;

    private final int[] sizes;
    private final Set<Integer> manual = new HashSet<>();
    private final Map<Integer, String> approvals = new HashMap<>();
    private String id = "r1";
    private ArtifactRef artifact = new ArtifactRef("gauge", "1.4.0");
    private String tolerance = "0";
    private boolean separated;
    private String createdBy = "ana";
    private Instant createdAt = CREATED_AT;
    private RolloutStatus status = RolloutStatus.IN_PROGRESS;
    private int openWave;
    private int epoch;
    private Optional<AbortPolicy> abort = Optional.empty();
    private Optional<Instant> revertUntil = Optional.empty();

    private Rollouts(int... sizes) {
        this.sizes = sizes.clone();
    }

    public static Rollouts ofWaves(int... sizes) {
        return new Rollouts(sizes);
    }

    /** A position that lies in a wave of any rollout made here. */
    public static Position positionIn(int wave) {
        return new Position("%02x".formatted(wave) + "0".repeat(62));
    }

    /** A live member of the group, counted in this wave. */
    public static Membership memberIn(int wave) {
        return new Membership("line-a", "press-1", positionIn(wave), OptionalLong.empty());
    }

    public Rollouts id(String name) {
        id = name;
        return this;
    }

    public Rollouts artifact(String name, String version) {
        artifact = new ArtifactRef(name, version);
        return this;
    }

    public Rollouts createdAt(Instant time) {
        createdAt = time;
        return this;
    }

    public Rollouts manual(int wave) {
        manual.add(wave);
        return this;
    }

    public Rollouts approved(int wave, String actor) {
        approvals.put(wave, actor);
        return manual(wave);
    }

    public Rollouts tolerating(String rate) {
        tolerance = rate;
        return this;
    }

    /** Who created it; ana by default. */
    public Rollouts createdBy(String actor) {
        createdBy = actor;
        return this;
    }

    public Rollouts separatingDuties() {
        separated = true;
        return this;
    }

    public Rollouts created() {
        return is(RolloutStatus.CREATED).open(-1);
    }

    public Rollouts is(RolloutStatus value) {
        status = value;
        return this;
    }

    public Rollouts open(int wave) {
        openWave = wave;
        return this;
    }

    public Rollouts epoch(int value) {
        epoch = value;
        return this;
    }

    public Rollouts aborted(AbortPolicy policy) {
        abort = Optional.of(policy);
        return is(RolloutStatus.ABORTED);
    }

    public Rollouts revertingUntil(Instant time) {
        revertUntil = Optional.of(time);
        abort = Optional.of(AbortPolicy.REVERT);
        return this;
    }

    public Rollout build() {
        Optional<Halt> halt = status == RolloutStatus.HALTED
                ? Optional.of(new Halt(openWave, 1, sizes[0], tolerance(), Halt.TOLERANCE_EXCEEDED)) : Optional.empty();
        return new Rollout(plan(), status, waves(), openWave, epoch, halt, abort, revertUntil);
    }

    private FailureTolerance tolerance() {
        return new FailureTolerance(new BigDecimal(tolerance));
    }

    private Rollout.Plan plan() {
        RolledArtifact rolled = new RolledArtifact(artifact, ArtifactKind.MODEL,
                artifact.name() + "/" + artifact.version() + "/weights.bin", 3, "ab".repeat(32));
        Probe probe = new Probe(ProbeType.FILE, "/run/gauge/healthy", 10, 3, 0);
        return new Rollout.Plan(new RolloutRef("plant", id), rolled, "line-a", GROUP_CLOCK, probe, tolerance(),
                separated, createdBy, createdAt);
    }

    private List<Wave> waves() {
        List<Wave> waves = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            Percent percent = i == sizes.length - 1 ? Percent.ALL : new Percent(BigDecimal.valueOf(i + 1L));
            Approval approval = manual.contains(i) ? Approval.MANUAL : Approval.AUTO;
            String bound = "%02x".formatted(i) + "f".repeat(62);
            waves.add(new Wave(i, percent, approval, bound, sizes[i], Optional.ofNullable(approvals.get(i))));
        }
        return waves;
    }
}
