package io.groundswell.domain.audit;

/**
 * A run of sequences that a lane should have and that have not been seen.
 *
 * @param before the event that stands where they should: its line, or its sequence where there are no lines
 */
public record SequenceGap(long first, long last, String before) {
}
