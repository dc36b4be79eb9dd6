package io.groundswell.domain.rollout;

/** One wave as the strategy asks for it: up to which share of the group, and who opens it (R12). */
public record WaveSpec(Percent percent, Approval approval) {
}
