package io.groundswell.cli.audit;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What {@code audit verify} printed and returned. */
record VerifyRun(int exit, List<String> lines) {

    /** Verifies an export with its key and further arguments. */
    static VerifyRun of(WrittenExport export, String... further) {
        List<String> words = new ArrayList<>(List.of(export.folder.toString(), "--key", export.key.toString()));
        words.addAll(List.of(further));
        return of(words);
    }

    static VerifyRun of(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("verify"));
        words.addAll(arguments);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = AuditCommand.verify(words, new PrintStream(out, true, StandardCharsets.UTF_8));
        return new VerifyRun(exit, out.toString(StandardCharsets.UTF_8).lines().toList());
    }

    String first() {
        return lines.getFirst();
    }

    boolean says(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }
}
