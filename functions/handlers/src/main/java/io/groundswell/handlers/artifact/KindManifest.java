package io.groundswell.handlers.artifact;

import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The members of a manifest that the device agent reads, by kind.
 *
 * <p>Here they are held to their form only, so that a slip of the pen is not signed. Whether a device lets an artifact
 * have that place, that reload or that container is for the device's own allowlists to say. Other members are free.
 */
final class KindManifest {

    private static final int MAX_PATH = 1024;
    private static final Pattern MODE = Pattern.compile("0?[0-7]{3}");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int MAX_RELOAD = 255;

    private KindManifest() {
    }

    /** @throws InvalidRequest naming the member that no device would accept */
    static void require(ArtifactKind kind, Map<String, Object> manifest) {
        switch (kind) {
            case MODEL -> { }
            case CONFIG -> {
                require(manifest, "path", KindManifest::isPlainPath,
                        "an absolute path of up to " + MAX_PATH + " characters without \".\", \"..\" or empty parts");
                require(manifest, "mode", MODE.asMatchPredicate(), "three octal digits, as in \"0640\"");
                require(manifest, "reload", text -> !text.isBlank() && text.length() <= MAX_RELOAD,
                        "the name that devices give to a reload, up to " + MAX_RELOAD + " characters");
            }
            case CONTAINER -> {
                require(manifest, "image", DIGEST.asMatchPredicate(),
                        "the image's digest, \"sha256:\" and 64 lower-case hexadecimal digits");
                require(manifest, "container", Names::isValid, "a name that matches " + Names.FORMAT);
            }
        }
    }

    private static void require(Map<String, Object> manifest, String member,
            Predicate<String> isGood, String expected) {
        Object value = manifest.get(member);
        if (value != null && !(value instanceof String text && isGood.test(text))) {
            throw new InvalidRequest("manifest." + member + " must be " + expected + ", found "
                    + (value instanceof String text ? Names.shown(text) : value instanceof List<?> ? "an array"
                    : value instanceof Map<?, ?> ? "an object" : value.toString()));
        }
    }

    private static boolean isPlainPath(String path) {
        return path.length() <= MAX_PATH && path.startsWith("/") && !path.endsWith("/")
                && List.of(path.substring(1).split("/", -1)).stream()
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }
}
