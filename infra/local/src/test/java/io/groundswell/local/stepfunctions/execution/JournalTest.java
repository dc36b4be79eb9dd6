package io.groundswell.local.stepfunctions.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A journal holds complete lines only")
class JournalTest {

    @TempDir
    private Path directory;

    @Test
    void whatAnInterruptedWriteLeftIsCutOff() throws IOException {
        Path file = directory.resolve("j.jsonl");
        Journal journal = Journal.Lines.create(file);
        journal.append("{\"é\":1}");
        Files.writeString(file, "{\"torn but longer than the line that follows\"", StandardOpenOption.APPEND);
        journal.append("{}");
        assertEquals("{\"é\":1}\n{}\n", Files.readString(file));
    }

    @Test
    void aTornLineIsNotReadAndTheNextTakesItsPlace() throws IOException {
        Path file = Files.writeString(directory.resolve("j.jsonl"), "{\"é\":1}\n{\"torn");
        List<String> lines = Journal.Lines.read(file);
        assertEquals(List.of("{\"é\":1}"), lines);
        Journal.Lines.continued(file, lines).append("{}");
        assertEquals("{\"é\":1}\n{}\n", Files.readString(file));
    }

    @Test
    void aLineTornInsideACharacterIsNotRead() throws IOException {
        Path file = directory.resolve("j.jsonl");
        Files.write(file, new byte[] {'{', '}', '\n', '"', (byte) 0xC3});
        assertEquals(List.of("{}"), Journal.Lines.read(file));
    }

    @Test
    void aJournalThatCannotBeWrittenSaysWhich() {
        Journal journal = Journal.Lines.create(directory.resolve("missing").resolve("j.jsonl"));
        String message = assertThrows(UncheckedIOException.class, () -> journal.append("{}")).getMessage();
        assertEquals("cannot write the journal " + directory.resolve("missing").resolve("j.jsonl"), message);
    }
}
