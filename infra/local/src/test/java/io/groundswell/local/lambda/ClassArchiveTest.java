package io.groundswell.local.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

    private static final int TERMINATED = 143;
    private static final int KILLED = 137;

    @TempDir
    private Path folder;

    private ClassArchive archive() {
        return new ClassArchive(Optional.of(folder.resolve("f.jsa")));
    }

    @Test
    @DisplayName("one process learns at a time, and once it wrote an archive the others use it and nobody learns")
    void oneLearns() throws IOException {
        ClassArchive archive = archive();
        ClassArchive.Part learner = archive.learner().orElseThrow();
        assertEquals(Optional.empty(), archive.learner());
        assertEquals(List.of(), archive.user().flags());

        Files.writeString(learner.draft().orElseThrow(), "classes");
        archive.ended(learner, TERMINATED);

        assertEquals("classes", Files.readString(folder.resolve("f.jsa")));
        assertEquals(List.of("-XX:SharedArchiveFile=" + folder.resolve("f.jsa")), archive.user().flags());
        assertEquals(Optional.empty(), archive.learner());
    }

    @Test
    @DisplayName("what a killed process wrote is not an archive")
    void killedProcessesLeaveNothing() throws IOException {
        ClassArchive archive = archive();
        ClassArchive.Part killed = archive.learner().orElseThrow();
        Files.writeString(killed.draft().orElseThrow(), "half of the cla");
        archive.ended(killed, KILLED);

        assertEquals(List.of(), archive.user().flags());
        assertEquals(0, folder.toFile().list().length);
        assertEquals(true, archive.learner().isPresent());
    }

    @Test
    @DisplayName("where eight processes leave no archive, this Java cannot make one and is not asked again")
    void givesUp() {
        ClassArchive archive = archive();
        for (int i = 0; i < 8; i++) {
            archive.ended(archive.learner().orElseThrow(), TERMINATED);
        }
        assertEquals(Optional.empty(), archive.learner());
    }
}
