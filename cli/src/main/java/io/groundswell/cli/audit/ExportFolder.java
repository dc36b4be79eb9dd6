package io.groundswell.cli.audit;

import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.UsageError;
import io.groundswell.domain.audit.ExportFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder that the files of an export lie in. */
record ExportFolder(Path folder) {

    private static final long LARGEST_SMALL_FILE = 16L * 1024 * 1024;

    /** @param export the folder, or the file of events with the others beside it */
    static ExportFolder of(Path export) {
        if (Files.isDirectory(export)) {
            return new ExportFolder(export);
        }
        if (Files.isRegularFile(export) && export.getFileName().toString().equals(ExportFiles.EVENTS)) {
            return new ExportFolder(export.toAbsolutePath().getParent());
        }
        throw new UsageError("EXPORT must be a folder with " + ExportFiles.EVENTS + ", " + ExportFiles.MANIFEST + " and "
                + ExportFiles.SIGNATURE + ", or the first of them; found "
                + (Files.exists(export) ? "something else at " : "nothing at ") + export);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** The bytes of one of the small files; empty when it is missing. */
    Optional<byte[]> read(String name) {
        Path file = file(name);
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            if (Files.size(file) > LARGEST_SMALL_FILE) {
                throw new CommandFailed(file + " must have at most " + LARGEST_SMALL_FILE + " bytes, found "
                        + Files.size(file));
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CommandFailed("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
