package io.groundswell.local.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A small JSON object that outlives a restart where it has a file; a kill leaves either the old or the new one. Thread-safe. */
public final class KeptJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Optional<Path> file;
    private ObjectNode content;

    private KeptJson(Optional<Path> file, ObjectNode content) {
        this.file = file;
        this.content = content;
    }

    /** The object in the file, empty when there is no such file yet; without a file it lasts as long as this Java. */
    public static KeptJson in(Optional<Path> file) {
        try {
            if (file.isPresent() && Files.exists(file.get())) {
                if (JSON.readTree(file.get().toFile()) instanceof ObjectNode kept) {
                    return new KeptJson(file, kept);
                }
                throw new IOException("expected a JSON object");
            }
            return new KeptJson(file, JSON.createObjectNode());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file.orElseThrow() + "; use another data directory or mend the file", e);
        }
    }

    /** A copy of what is kept. */
    public synchronized ObjectNode read() {
        return content.deepCopy();
    }

    /** Replaces what is kept by what the change makes of a copy of it. */
    public synchronized void update(UnaryOperator<ObjectNode> change) {
        ObjectNode changed = change.apply(content.deepCopy());
        file.ifPresent(path -> write(path, changed));
        content = changed;
    }

    private static void write(Path path, ObjectNode changed) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Path draft = path.resolveSibling(path.getFileName() + ".new");
            Files.write(draft, JSON.writeValueAsBytes(changed));
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }
}
