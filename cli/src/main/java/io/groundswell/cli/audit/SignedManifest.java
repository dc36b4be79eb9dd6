package io.groundswell.cli.audit;

import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ExportFiles;
import io.groundswell.domain.audit.Finding;
import io.groundswell.domain.audit.Finding.Kind;
import io.groundswell.domain.audit.Lane;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What an export says of itself, and whether the key signed just that. */
final class SignedManifest {

    private static final SignedManifest NONE = new SignedManifest(Map.of(), List.of());

    private final Map<String, Object> members;
    private final List<ChainHead> heads;

    private SignedManifest(Map<String, Object> members, List<ChainHead> heads) {
        this.members = members;
        this.heads = heads;
    }

    static SignedManifest read(ExportFolder export, PublicKeyFile key, Consumer<Finding> findings) {
        Optional<byte[]> bytes = export.read(ExportFiles.MANIFEST);
        if (bytes.isEmpty()) {
            findings.accept(unsigned("the file is missing: without it nothing is signed"));
            return NONE;
        }
        Optional<byte[]> signature = export.read(ExportFiles.SIGNATURE);
        if (signature.isEmpty()) {
            findings.accept(new Finding(Kind.UNSIGNED, ExportFiles.SIGNATURE, "the file is missing"));
        } else if (!key.verifies(bytes.get(), signature.get())) {
            findings.accept(unsigned("the signature in " + ExportFiles.SIGNATURE + " is not one of key " + key.keyId()
                    + " over this file: file, signature or key was replaced"));
        }
        try {
            Map<String, Object> members = StrictLines.read(bytes.get());
            SignedManifest manifest = new SignedManifest(members, ChainHead.list(members.get("heads")));
            manifest.require();
            return manifest;
        } catch (IllegalArgumentException e) {
            findings.accept(unsigned("it is no manifest of an export: " + e.getMessage()));
            return NONE;
        }
    }

    private void require() {
        try {
            createdAt();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("created_at must be a moment, found " + members.get("created_at"), e);
        }
        for (ChainHead head : heads) {
            if (!head.lane().equals(new Lane(fleet(), heads.indexOf(head)))) {
                throw new IllegalArgumentException("the heads are those of " + fleet() + "#0 and following, found "
                        + head.lane());
            }
        }
        if (heads.isEmpty()) {
            throw new IllegalArgumentException("it has no heads");
        }
    }

    boolean isReadable() {
        return !heads.isEmpty();
    }

    String fleet() {
        return text("fleet");
    }

    /** Whether it is of the fleet that the caller means: one key signs the exports of all fleets of a stack. */
    void requireFleet(String expected, Consumer<Finding> findings) {
        if (!fleet().equals(expected)) {
            findings.accept(unsigned("it must be of fleet " + expected + ", found an export of fleet " + fleet()));
        }
    }

    Instant createdAt() {
        return Instant.parse(text("created_at"));
    }

    List<ChainHead> heads() {
        return heads;
    }

    String text(String name) {
        return members.get(name) instanceof String text ? text : "";
    }

    long number(String name) {
        return members.get(name) instanceof Number number ? number.longValue() : -1;
    }

    private static Finding unsigned(String text) {
        return new Finding(Kind.UNSIGNED, ExportFiles.MANIFEST, text);
    }
}
