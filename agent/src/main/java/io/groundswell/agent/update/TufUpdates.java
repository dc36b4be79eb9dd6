package io.groundswell.agent.update;

import io.groundswell.agent.connection.ArtifactFacts;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.json.CanonicalJson;
import io.groundswell.domain.name.Names;
import io.groundswell.tuf.TargetFile;
import io.groundswell.tuf.TufException;
import io.groundswell.tuf.client.Fetcher;
import io.groundswell.tuf.client.TufClient;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Updates out of the fleet's TUF repository, verified against the root that this device pinned. */
public final class TufUpdates implements UpdateSource {

    /** More than the server signs; the work in hand is noted with it. */
    private static final int MAX_MANIFEST = 64 * 1024;

    private final TufClient client;
    private final Fetcher targets;

    /** @param targets opens target files below the repository's targets */
    public TufUpdates(TufClient client, Fetcher targets) {
        this.client = client;
        this.targets = targets;
    }

    @Override
    public Update resolve(ArtifactFacts facts) {
        requireOwnPath(facts);
        try {
            client.refresh();
            return agreeing(facts, find(facts.target()));
        } catch (TufException e) {
            client.forget();
            throw new UpdateRefused("metadata for " + facts.target() + ": " + e.getMessage(), e);
        } catch (UpdateRefused e) {
            client.forget();
            throw e;
        }
    }

    @Override
    public void download(Update update, OutputStream sink) throws IOException {
        try {
            client.downloadTarget(update.target(), find(update.target()), targets, sink);
        } catch (TufException e) {
            throw new UpdateRefused("bytes of " + update.target() + ": " + e.getMessage(), e);
        } finally {
            // It may be large, and the next update reads it anew.
            client.forget();
        }
    }

    private TargetFile find(String path) {
        return client.findTarget(path).orElseThrow(
                () -> new UpdateRefused("the fleet's signed metadata knows no target " + path));
    }

    /**
     * The path carries name and version, so that one artifact's signature cannot pass for another's, and a file's name
     * that no record of the agent's own has (R2).
     */
    private static void requireOwnPath(ArtifactFacts facts) {
        String prefix = facts.ref().name() + "/" + facts.ref().version() + "/";
        if (!facts.target().startsWith(prefix) || !Names.isValid(facts.target().substring(prefix.length()))) {
            throw new UpdateRefused("the target of " + facts.ref() + " must be " + prefix + "<filename>, and the file's name "
                    + "match " + Names.FORMAT + ", found " + Names.shown(facts.target()));
        }
    }

    private static Update agreeing(ArtifactFacts facts, TargetFile signed) {
        ArtifactKind kind = signedKind(signed);
        requireSame(facts, "kind", kind.word(), facts.kind().word());
        requireSame(facts, "size", signed.length(), facts.size());
        requireSame(facts, "sha256", signed.hashes().byAlgorithm().get("sha256"), facts.sha256());
        return new Update(facts.ref(), kind, facts.target(), signed.length(), facts.sha256(), manifest(signed));
    }

    private static void requireSame(ArtifactFacts facts, String what, Object signed, Object told) {
        if (!told.equals(signed)) {
            throw new UpdateRefused("the assignment's " + what + " of " + facts.target() + " must be the signed one, "
                    + signed + ", found " + told);
        }
    }

    private static ArtifactKind signedKind(TargetFile signed) {
        if (!(signed.custom().get("kind") instanceof String word)) {
            throw new UpdateRefused("signed metadata must say the artifact's kind in custom.kind, found "
                    + signed.custom().get("kind"));
        }
        try {
            return ArtifactKind.parse(word);
        } catch (InvalidRequest e) {
            throw new UpdateRefused("signed metadata: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> manifest(TargetFile signed) {
        Object manifest = signed.custom().getOrDefault("manifest", Map.of());
        if (!(manifest instanceof Map<?, ?> members)) {
            throw new UpdateRefused("signed metadata: custom.manifest must be an object, found " + manifest);
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        members.forEach((name, value) -> copy.put((String) name, value));
        int size = CanonicalJson.encode(copy).length;
        if (size > MAX_MANIFEST) {
            throw new UpdateRefused("signed metadata: custom.manifest must have at most " + MAX_MANIFEST + " bytes, found "
                    + size);
        }
        return copy;
    }
}
