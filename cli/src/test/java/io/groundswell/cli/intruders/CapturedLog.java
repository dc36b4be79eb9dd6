package io.groundswell.cli.intruders;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Everything that the functions log while this is open. */
final class CapturedLog implements AutoCloseable {

    private final PrintStream before;
    private final ByteArrayOutputStream kept;

    private CapturedLog(PrintStream before, ByteArrayOutputStream kept) {
        this.before = before;
        this.kept = kept;
    }

    static CapturedLog begin() {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        CapturedLog log = new CapturedLog(System.out, kept);
        System.setOut(new PrintStream((OutputStream) kept, true, StandardCharsets.UTF_8));
        return log;
    }

    String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }

    List<String> lines() {
        return text().lines().filter(line -> !line.isBlank()).toList();
    }

    @Override
    public void close() {
        System.setOut(before);
    }
}
