package io.groundswell.cli.audit;

import io.groundswell.cli.CommandFailed;
import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.Finding;
import io.groundswell.domain.audit.Finding.Kind;
import io.groundswell.domain.audit.SignedAnchor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One anchor: the heads of a fleet's lanes at one moment, signed. */
record Anchor(String fleet, List<Head> heads) {

    /** One head and where it comes from. */
    record Head(ChainHead head, Instant at, Path file) {
    }

    /** Reads an anchor; one that is not signed with the key is a finding and counts for nothing. */
    static Optional<Anchor> read(Path file, PublicKeyFile key, Consumer<Finding> findings) {
        try {
            SignedAnchor anchor = SignedAnchor.of(StrictLines.read(Files.readAllBytes(file)));
            if (!key.verifies(anchor.signedBytes(), anchor.signature())) {
                findings.accept(new Finding(Kind.UNSIGNED, file.toString(),
                        "this anchor is not signed with key " + key.keyId()));
                return Optional.empty();
            }
            return Optional.of(new Anchor(anchor.fleet(), anchor.heads().stream()
                    .map(head -> new Head(head, anchor.at(), file)).toList()));
        } catch (IllegalArgumentException e) {
            findings.accept(new Finding(Kind.UNSIGNED, file.toString(), "this is no anchor: " + e.getMessage()));
            return Optional.empty();
        } catch (IOException e) {
            throw new CommandFailed("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
