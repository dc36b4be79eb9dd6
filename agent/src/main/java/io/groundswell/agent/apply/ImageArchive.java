package io.groundswell.agent.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.update.ApplyFailed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/**
 * An archive of one image, as {@code podman save} and {@code docker save} write it.
 *
 * <p>Loading an archive gives its image the names that the archive claims, and takes them from the images that have
 * them. A signed update must not do that to other containers of the device, so it is loaded without names.
 */
final class ImageArchive {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Docker's list of images, Docker's old list of names, and the index of the OCI layout. */
    private static final Set<String> INDEXES = Set.of("manifest.json", "repositories", "index.json");

    private ImageArchive() {
    }

    /**
     * Writes a copy that claims no names, unless the archive claims none.
     *
     * @return whether there was something to leave out, so that the copy was written
     */
    static boolean copyWithoutTags(Path archive, Path copy, DurableFiles files) throws IOException {
        if (!hasTags(archive)) {
            return false;
        }
        try (Tar tar = open(archive); OutputStream out = files.create(copy, DurableFiles.PRIVATE)) {
            while (tar.next()) {
                if (INDEXES.contains(tar.name())) {
                    byte[] content = withoutTags(tar.name(), tar.content());
                    if (content.length > 0) {
                        Tar.write(out, tar.name(), content);
                    }
                } else {
                    tar.copyTo(out);
                }
            }
            Tar.end(out);
        }
        return true;
    }

    private static boolean hasTags(Path archive) throws IOException {
        boolean isTagged = false;
        boolean isImage = false;
        try (Tar tar = open(archive)) {
            while (tar.next()) {
                if (INDEXES.contains(tar.name())) {
                    byte[] content = tar.content();
                    isImage = true;
                    isTagged |= !Arrays.equals(content, withoutTags(tar.name(), content));
                }
            }
        }
        if (!isImage) {
            throw Tar.invalid("a manifest.json or an index.json", "neither");
        }
        return isTagged;
    }

    private static Tar open(Path archive) throws IOException {
        InputStream in = Files.newInputStream(archive, LinkOption.NOFOLLOW_LINKS);
        return new Tar(new BufferedInputStream(in, 1 << 16));
    }

    /** The very bytes if they claim nothing. */
    private static byte[] withoutTags(String name, byte[] content) {
        try {
            JsonNode json = MAPPER.readTree(content);
            boolean isChanged = switch (name) {
                case "manifest.json" -> dropped(json, "RepoTags");
                case "index.json" -> dropped(json.path("manifests"), "annotations");
                default -> true;
            };
            return !isChanged ? content : name.equals("repositories") ? new byte[0] : MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new ApplyFailed("image_invalid", "the archive's " + name + " must be JSON: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }

    private static boolean dropped(JsonNode images, String member) {
        boolean isChanged = false;
        for (JsonNode image : images) {
            if (image instanceof ObjectNode object && object.hasNonNull(member)) {
                object.remove(member);
                isChanged = true;
            }
        }
        return isChanged;
    }
}
