package io.groundswell.agent.disk;

import java.io.IOException;
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
        return message.contains("read-only file system") ? "disk_read_only" : "io_error";
    }
}
