package io.groundswell.cli.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The lines of a file one after the other, with the memory of one, and the digest of all bytes that went by. */
final class EventLines {

    /** An item of the audit table has at most 400 KB; as JSON it may be six times as long. */
    private static final int LONGEST = 4 * 1024 * 1024;

    private final InputStream in;
    private final MessageDigest digest = newDigest();
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;
    private long size;
    private long number;

    /**
     * One line.
     *
     * @param number from 1
     * @param isWhole whether it ends with a line feed and is of a bearable length
     */
    record Line(long number, byte[] bytes, boolean isWhole) {

        String place() {
            return "line " + number;
        }
    }

    EventLines(InputStream in) {
        this.in = in;
    }

    /** The next line; empty at the end of the file. */
    Optional<Line> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean whole = false;
        boolean any = false;
        boolean tooLong = false;
        while (!whole && fill()) {
            any = true;
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            tooLong |= line.size() + end - from > LONGEST;
            if (!tooLong) {
                line.write(buffer, from, end - from);
            }
            whole = end < to;
            from = whole ? end + 1 : end;
        }
        return any ? Optional.of(new Line(++number, line.toByteArray(), whole && !tooLong)) : Optional.empty();
    }

    private boolean fill() throws IOException {
        if (from < to) {
            return true;
        }
        from = 0;
        to = Math.max(0, in.read(buffer));
        digest.update(buffer, 0, to);
        size += to;
        return to > 0;
    }

    /** How many bytes went by. */
    long size() {
        return size;
    }

    /** The SHA-256 of all bytes, after the last line. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
