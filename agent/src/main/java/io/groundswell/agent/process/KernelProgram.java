package io.groundswell.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What the kernel runs by itself. Java hands any other executable file to a shell, which nothing here may use. */
public final class KernelProgram {

    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final byte[] INTERPRETED = "#!".getBytes(StandardCharsets.US_ASCII);

    private KernelProgram() {
    }

    /** Whether a file is executable, and begins as a binary does or by naming its interpreter. */
    public static boolean is(Path file) {
        if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
            return false;
        }
        try (InputStream content = Files.newInputStream(file)) {
            byte[] head = content.readNBytes(ELF.length);
            return Arrays.equals(head, ELF) || Arrays.equals(Arrays.copyOf(head, INTERPRETED.length), INTERPRETED);
        } catch (IOException e) {
            return false;
        }
    }
}
