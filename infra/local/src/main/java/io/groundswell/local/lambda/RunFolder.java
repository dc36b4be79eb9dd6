package io.groundswell.local.lambda;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files that functions' processes share: the runtime interface client's native part, and each jar's class archive where they are kept.
 *
 * <p>Left to itself every process unpacks the former to one fixed path in {@code /tmp}, over the file that the others have mapped, and they crash.
 */
final class RunFolder {

    private static final String LIBRARY = "libaws-lambda-jni.so";

    private final Optional<Path> kept;
    private final Map<Path, ClassArchive> archives = new HashMap<>();
    private Path library;

    /** Uses this folder, or a temporary one. */
    RunFolder(Optional<Path> kept) {
        this.kept = kept;
    }

    synchronized Path nativeLibrary() throws IOException {
        if (library == null) {
            library = unpack(kept.isPresent() ? swept(kept.get()) : Files.createTempDirectory("groundswell-run-"));
        }
        return library;
    }

    /** The archive of a jar; a temporary folder ends before one would have been worth the making. */
    synchronized ClassArchive archive(Path code) {
        return archives.computeIfAbsent(code, jar -> new ClassArchive(kept.map(folder -> folder.resolve(jar.getFileName() + ".jsa"))));
    }

    /** Removes a temporary folder. */
    synchronized void delete() throws IOException {
        if (library != null && kept.isEmpty()) {
            Files.delete(library);
            Files.delete(library.getParent());
            library = null;
        }
    }

    /** The folder without the drafts that a killed LocalCloud left. */
    private static Path swept(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path draft : files.filter(file -> file.toString().endsWith(ClassArchive.DRAFT)).toList()) {
                Files.deleteIfExists(draft);
            }
        }
        return folder;
    }

    /** Processes that outlive a killed LocalCloud for a moment keep the file that they have mapped. */
    private static Path unpack(Path to) throws IOException {
        Path draft = to.resolve(LIBRARY + ".new");
        try (InputStream content = AWSLambda.class.getResourceAsStream("/jni/" + name())) {
            if (content == null) {
                throw new FileNotFoundException("the runtime interface client has no " + name() + ": functions run in processes on Linux, "
                        + "x86_64 or aarch64; start without --isolated");
            }
            Files.copy(content, draft, StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.move(draft, to.resolve(LIBRARY), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String name() {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        boolean musl = Files.exists(Path.of("/lib/ld-musl-" + machine.replace("aarch_64", "aarch64") + ".so.1"));
        boolean linux = System.getProperty("os.name").equals("Linux");
        return "libaws-lambda-jni." + (linux ? "linux" : "other") + (musl ? "_musl-" : "-") + machine + ".so";
    }
}
