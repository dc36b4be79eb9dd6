package io.groundswell.local;

import io.groundswell.local.template.TemplateRefused;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** {@code groundswell local}: runs the stack until it is told to stop. */
public final class Main {

    private static final int USAGE_ERROR = 2;
    private static final int START_ERROR = 1;

    private Main() {
    }

    /** Standard output carries the ready line alone; whatever else is printed, functions included, goes to the log. */
    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = System.out;
        try {
            run(List.of(arguments), out);
        } catch (Arguments.Invalid e) {
            System.err.println("groundswell local: " + e.getMessage());
            System.err.println(Arguments.USAGE);
            System.exit(USAGE_ERROR);
        } catch (StartRefused | TemplateRefused e) {
            System.err.println("groundswell local: " + e.getMessage());
            System.exit(START_ERROR);
        } catch (IOException e) {
            System.err.println("groundswell local: cannot write: " + e.getMessage());
            System.exit(START_ERROR);
        } catch (RuntimeException e) {
            System.err.println("groundswell local: an unexpected fault, please report it");
            e.printStackTrace();
            System.exit(START_ERROR);
        }
    }

    private static void run(List<String> words, PrintStream out) throws IOException, InterruptedException {
        String root = System.getProperty("GROUNDSWELL_HOME", System.getenv("GROUNDSWELL_HOME"));
        Optional<Path> home = Optional.ofNullable(root).map(Path::of);
        Arguments arguments = Arguments.parse(words, home, Path.of(""));
        System.setOut(DataDirectory.log(arguments.options().data()));
        LocalCloud cloud = LocalCloud.start(arguments.options());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            stopped.countDown();
            cloud.close();
        }));
        String line = ReadyLine.of(cloud);
        if (arguments.readyFile().isPresent()) {
            writeAtOnce(arguments.readyFile().get().toAbsolutePath(), line + "\n");
        }
        out.println(line);
        out.flush();
        stopped.await();
    }

    /** Whoever waits for the file sees all of it or nothing; it holds keys, so it is its owner's alone. */
    private static void writeAtOnce(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
