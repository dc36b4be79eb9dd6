package io.groundswell.tuf.client;

/**
 * Upper bounds of one update, all in bytes or counts.
 *
 * @param root longest root that is read
 * @param timestamp longest timestamp that is read
 * @param snapshot longest snapshot that is read, whatever length the timestamp promises
 * @param targets longest targets role that is read, whatever length the snapshot promises
 * @param rootRotations root versions followed in one update
 * @param delegations targets roles visited for one path
 */
public record Limits(long root, long timestamp, long snapshot, long targets, int rootRotations, int delegations) {

    /** Bounds that fit fleets with thousands of artifacts. */
    public static final Limits STANDARD = new Limits(512_000, 16_384, 2_000_000, 5_000_000, 256, 32);
}
