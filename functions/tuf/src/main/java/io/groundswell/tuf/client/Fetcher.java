package io.groundswell.tuf.client;

import io.groundswell.tuf.FetchFailed;
import io.groundswell.tuf.FileMissing;
import io.groundswell.tuf.MetadataRefused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Where repository files come from. Implementations only open them; the length bound is kept here, once. */
@FunctionalInterface
public interface Fetcher {

    /**
     * Opens a file.
     *
     * @param path relative, percent-encoded where a name holds unusual characters
     * @throws FileMissing if the repository says that there is no such file (HTTP 403 or 404)
     * @throws FetchFailed on any other failure
     */
    InputStream open(String path);

    /** The whole file, refused as soon as it is longer than allowed. */
    default byte[] fetch(String path, long maxLength) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream body = open(path)) {
            copyAtMost(path, maxLength, body, bytes);
        } catch (IOException e) {
            throw new FetchFailed("reading " + path + " failed: " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    private static void copyAtMost(String path, long maxLength, InputStream body, OutputStream sink)
            throws IOException {
        byte[] buffer = new byte[8192];
        long left = maxLength;
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            left -= n;
            if (left < 0) {
                throw new MetadataRefused(MetadataRefused.Reason.MISMATCH,
                        path + " is longer than the " + maxLength + " bytes allowed");
            }
            sink.write(buffer, 0, n);
        }
    }
}
