package io.groundswell.agent.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** What an I/O failure is about, as far as the system's message tells. */
public final class DiskTrouble {

    private DiskTrouble() {
    }

    public static boolean isFull(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota exceeded");
    }

    /** What happened to which file, in words, for whoever gave a command. */
    public static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + " is missing";
            case AccessDeniedException denied -> denied.getFile() + " may not be accessed by the user "
                    + System.getProperty("user.name");
            case FileSystemException other -> other.getMessage();
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
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
