package io.groundswell.handlers.audit;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** How far each lane of a fleet was read: the sequence of the last event taken from it. */
record Cursor(long[] sequences) {

    private static final String SEQUENCE = "\\d{1,15}";

    Cursor {
        sequences = sequences.clone();
    }

    static Cursor start(int lanes) {
        return new Cursor(new long[lanes]);
    }

    static Cursor parse(String text, int lanes) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != lanes || !Arrays.stream(parts).allMatch(part -> part.matches(SEQUENCE))) {
            throw new InvalidRequest("after must be a next_token that this route returned, found one for "
                    + Names.shown(text));
        }
        return new Cursor(Arrays.stream(parts).mapToLong(Long::parseLong).toArray());
    }

    long of(int lane) {
        return sequences[lane];
    }

    Cursor advancedTo(int lane, long sequence) {
        long[] next = sequences.clone();
        next[lane] = sequence;
        return new Cursor(next);
    }

    @Override
    public String toString() {
        return LongStream.of(sequences).mapToObj(Long::toString).collect(Collectors.joining("."));
    }
}
