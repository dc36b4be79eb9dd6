package io.groundswell.agent.connection;

import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.name.Names;
import java.util.regex.Pattern;

/** What the server says about an artifact; signed metadata has to say the same before anything is written (R30). */
public record ArtifactFacts(ArtifactRef ref, ArtifactKind kind, String target, long size, String sha256) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ArtifactFacts {
        if (!SHA256.matcher(sha256).matches()) {
            throw new InvalidRequest("sha256 must be 64 lower-case hexadecimal digits, found " + Names.shown(sha256));
        }
    }

    static ArtifactFacts read(Answer answer) {
        return new ArtifactFacts(new ArtifactRef(answer.text("name"), answer.text("version")),
                ArtifactKind.parse(answer.text("kind")), answer.text("target"),
                answer.integer("size", 0, Long.MAX_VALUE), answer.text("sha256"));
    }
}
