package io.groundswell.handlers.artifact;

import io.groundswell.domain.artifact.Artifact;
import io.groundswell.domain.artifact.ArtifactContent;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.artifact.ArtifactStatus;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.json.Fields;
import java.util.Map;

/** Reads the body that declares an artifact. */
final class ArtifactRequest {

    /** {@code GET …/artifacts/{name}/history} would hide a version of this name. */
    private static final String RESERVED_VERSION = "history";

    private ArtifactRequest() {
    }

    static Artifact declared(ApiRequest request) {
        Fields fields = request.fields();
        ArtifactRef ref = new ArtifactRef(fields.name("name"), version(fields));
        ArtifactKind kind = ArtifactKind.parse(fields.text("kind"));
        ArtifactContent content =
                new ArtifactContent(fields.name("filename"), fields.longInteger("size"), fields.text("sha256"));
        Map<String, Object> manifest = fields.optionalTree("manifest").map(ManifestRules::checked).orElse(Map.of());
        fields.refuseUnknown();
        KindManifest.require(kind, manifest);
        return new Artifact(ref, kind, content, manifest, ArtifactStatus.DECLARED);
    }

    private static String version(Fields fields) {
        String version = fields.name("version");
        if (version.equals(RESERVED_VERSION)) {
            throw new InvalidRequest("version must not be \"" + RESERVED_VERSION
                    + "\", which the address of the update history uses; choose another one");
        }
        return version;
    }
}
