package io.groundswell.agent.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the device says about itself at registration (R8). */
final class Hardware {

    private static final int LONGEST = 256;
    /** Boards with a device tree, and machines with firmware tables. */
    private static final List<Path> MODELS =
            List.of(Path.of("/proc/device-tree/model"), Path.of("/sys/class/dmi/id/product_name"));

    private Hardware() {
    }

    static Map<String, String> profile() {
        Map<String, String> profile = new HashMap<>();
        put(profile, "os", System.getProperty("os.name"));
        put(profile, "kernel", System.getProperty("os.version"));
        put(profile, "arch", System.getProperty("os.arch"));
        put(profile, "processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        for (Path file : MODELS) {
            put(profile, "model", content(file));
        }
        return profile;
    }

    /** Keeps the first text that the server takes: printable, not empty, not too long. */
    private static void put(Map<String, String> profile, String name, String text) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "").strip();
        if (!printable.isEmpty()) {
            profile.putIfAbsent(name, printable.substring(0, Math.min(printable.length(), LONGEST)));
        }
    }

    private static String content(Path file) {
        try {
            return Files.isReadable(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            // A device without this file has no model name to tell.
            return "";
        }
    }
}
