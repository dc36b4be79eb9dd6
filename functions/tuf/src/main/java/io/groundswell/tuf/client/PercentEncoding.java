package io.groundswell.tuf.client;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Percent-encoding of names, so that a role or target name can neither leave its place in a URL nor in a directory. */
public final class PercentEncoding {

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

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
