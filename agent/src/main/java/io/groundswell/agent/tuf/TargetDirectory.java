package io.groundswell.agent.tuf;

import io.groundswell.tuf.MetadataRefused;
import io.groundswell.tuf.TargetFile;
import io.groundswell.tuf.client.Fetcher;
import io.groundswell.tuf.client.PercentEncoding;
import io.groundswell.tuf.client.TufClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Verified targets, one file per target path; a file is either the promised bytes or not there. */
record TargetDirectory(Path directory) {

    /** Puts the target in place, downloading only what is not there already. */
    Path obtain(TufClient client, String path, TargetFile target, Fetcher targets) throws IOException {
        Path file = directory.resolve(fileName(path));
        if (holds(file, target)) {
            return file;
        }
        Path temporary = Files.createTempFile(directory, ".download-", ".part");
        try {
            try (OutputStream sink = Files.newOutputStream(temporary)) {
                client.downloadTarget(path, target, targets, sink);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return file;
    }

    /** One flat name per target path; a leading dot is encoded too, so that it is never "..", nor a part file. */
    private static String fileName(String path) {
        String name = PercentEncoding.ofFileName(path);
        return name.startsWith(".") ? "%2E" + name.substring(1) : name;
    }

    private static boolean holds(Path file, TargetFile target) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream bytes = Files.newInputStream(file)) {
            target.copyVerified(bytes, OutputStream.nullOutputStream());
            return true;
        } catch (MetadataRefused e) {
            return false;
        }
    }
}
