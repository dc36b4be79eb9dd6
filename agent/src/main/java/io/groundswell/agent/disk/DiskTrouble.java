package io.groundswell.agent.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;

/** What an I/O failure is about, as far as the system's message tells. */
public final class DiskTrouble {

    private DiskTrouble() {
    }

    public static boolean isFull(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota exceeded");
    }

    /** The reason code for a report. */
    public static String code(IOException e) {
        if (isFull(e)) {
            return "disk_full";
        }
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("read-only file system")) {
            return "disk_read_only";
        }
        return message.contains("not permitted") || e instanceof AccessDeniedException ? "not_permitted" : "io_error";
    }
}
