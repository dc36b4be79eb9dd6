package io.groundswell.local.lambda;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The runtime interface client's native part, unpacked once for all processes.
 *
 * <p>Left to itself every process unpacks it to one fixed path in {@code /tmp}, over the file that the others have mapped, and they crash.
 */
final class NativeClientLibrary {

    private static final String FILE = "libaws-lambda-jni.so";

    private final Optional<Path> folder;
    private Path unpacked;

    /** Unpacks to the folder, or to a temporary one. */
    NativeClientLibrary(Optional<Path> folder) {
        this.folder = folder;
    }

    synchronized Path file() throws IOException {
        if (unpacked == null) {
            unpacked = unpack(folder.isPresent() ? Files.createDirectories(folder.get()) : Files.createTempDirectory("groundswell-run-"));
        }
        return unpacked;
    }

    /** Removes the file, unless it is kept beside other files. */
    synchronized void delete() throws IOException {
        if (unpacked != null && folder.isEmpty()) {
            Files.delete(unpacked);
            Files.delete(unpacked.getParent());
            unpacked = null;
        }
    }

    /** Processes that outlive a killed LocalCloud for a moment keep the file that they have mapped. */
    private static Path unpack(Path to) throws IOException {
        Path draft = to.resolve(FILE + ".new");
        try (InputStream content = AWSLambda.class.getResourceAsStream("/jni/" + name())) {
            if (content == null) {
                throw new FileNotFoundException("the runtime interface client has no " + name() + ": functions run in processes on Linux, "
                        + "x86_64 or aarch64; start without --isolated");
            }
            Files.copy(content, draft, StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.move(draft, to.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String name() {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        boolean musl = Files.exists(Path.of("/lib/ld-musl-" + machine.replace("aarch_64", "aarch64") + ".so.1"));
        boolean linux = System.getProperty("os.name").equals("Linux");
        return "libaws-lambda-jni." + (linux ? "linux" : "other") + (musl ? "_musl-" : "-") + machine + ".so";
    }
}
