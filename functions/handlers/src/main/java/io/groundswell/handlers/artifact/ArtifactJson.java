package io.groundswell.handlers.artifact;

import io.groundswell.domain.artifact.Artifact;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.aws.PresignedUploads.Upload;
import java.util.LinkedHashMap;
import java.util.Map;

/** An artifact as answers show it. */
final class ArtifactJson {

    private ArtifactJson() {
    }

    static Map<String, Object> of(Artifact artifact) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", artifact.ref().name());
        shown.put("version", artifact.ref().version());
        shown.put("kind", artifact.kind().word());
        shown.put("filename", artifact.content().filename());
        shown.put("size", artifact.content().size());
        shown.put("sha256", artifact.content().sha256());
        shown.put("manifest", artifact.manifest());
        shown.put("status", artifact.status().word());
        shown.put("target", artifact.target());
        return shown;
    }

    static Map<String, Object> of(Artifact artifact, Upload upload) {
        Map<String, Object> address = new LinkedHashMap<>();
        address.put("method", upload.method());
        address.put("url", upload.url());
        address.put("headers", upload.headers());
        address.put("expires_at", Timestamps.format(upload.expiresAt()));
        Map<String, Object> shown = of(artifact);
        shown.put("upload", address);
        return shown;
    }
}
