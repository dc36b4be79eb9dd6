package io.groundswell.domain.artifact;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;
import java.util.regex.Pattern;

/**
 * What was declared about the bytes, and what S3 must hold before they are signed (R3).
 *
 * @param filename a name (R2)
 * @param size bytes, 1 to 5 GB, the most that one presigned PUT can carry
 * @param sha256 64 lower-case hexadecimal digits
 */
public record ArtifactContent(String filename, long size, String sha256) {

    /** The most that one S3 PUT accepts. */
    public static final long MAX_SIZE = 5L * 1024 * 1024 * 1024;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ArtifactContent {
        Names.require("filename", filename);
        if (size < 1 || size > MAX_SIZE) {
            throw new InvalidRequest("size must be 1 to " + MAX_SIZE + " bytes, found " + size);
        }
        if (sha256 == null || !SHA256.matcher(sha256).matches()) {
            throw new InvalidRequest("sha256 must be 64 lower-case hexadecimal digits, found " + Names.shown(sha256));
        }
    }
}
