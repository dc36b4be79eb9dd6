package io.groundswell.agent.apply;

import io.groundswell.agent.update.Update;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a container's signed manifest says.
 *
 * @param image the image's id or the digest of its manifest, {@code sha256:} and 64 hexadecimal digits
 * @param container the entry of the device's allowlist that it runs as; the artifact's name unless said
 */
record ContainerManifest(String image, String container) {

    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    static ContainerManifest read(Update update) {
        return read(update.manifest(), update.ref().name());
    }

    static ContainerManifest read(Version version) {
        return read(version.manifest(), version.installed().ref().name());
    }

    private static ContainerManifest read(Map<String, Object> members, String artifact) {
        Manifest manifest = new Manifest(members);
        String image = manifest.requiredText("image");
        if (!DIGEST.matcher(image).matches()) {
            throw Manifest.invalid("image", "a digest, sha256: and 64 hexadecimal digits", image);
        }
        return new ContainerManifest(image, manifest.text("container").orElse(artifact));
    }
}
