package io.groundswell.tuf.client;

import io.groundswell.domain.json.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Percent-encoding of names, so that a role or target name can neither leave its place in a URL nor in a directory. */
public final class PercentEncoding {

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /** File systems take 255 bytes; the rest is for what is put around the name. */
    private static final int LONGEST_FILE_NAME = 200;

    private PercentEncoding() {
    }

    /** One name; a slash in it is encoded too. */
    public static String ofName(String name) {
        StringBuilder out = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (UNRESERVED.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return out.toString();
    }

    /**
     * One name as a file name that every file system takes: a long one is replaced by its digest.
     *
     * <p>No two names share a file name, for {@code %_} begins no encoded character.
     */
    public static String ofFileName(String name) {
        String encoded = ofName(name);
        return encoded.length() <= LONGEST_FILE_NAME ? encoded
                : "%_" + Sha256.hex(name.getBytes(StandardCharsets.UTF_8));
    }

    /** A path; its slashes stay, its names are encoded. */
    public static String ofPath(String path) {
        StringBuilder out = new StringBuilder();
        String[] names = path.split("/", -1);
        for (int i = 0; i < names.length; i++) {
            out.append(i == 0 ? "" : "/").append(ofName(names[i]));
        }
        return out.toString();
    }
}
