package io.groundswell.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Functions for the tests of isolated processes; they meet the test in a folder, as they share no memory with it. */
public final class ProcessHandlers {

    private ProcessHandlers() {
    }

    /** Answers the names of its environment variables and the megabytes of its heap. */
    public static final class Surroundings implements RequestHandler<Map<String, Object>, List<Object>> {
        @Override
        public List<Object> handleRequest(Map<String, Object> event, Context context) {
            System.out.println("looking around");
            List<Object> seen = new ArrayList<>(new TreeSet<>(System.getenv().keySet()));
            seen.add(Integer.parseInt(heapFlag().replaceAll("[^0-9]", "")));
            return seen;
        }

        private static String heapFlag() {
            return List.of(ProcessHandle.current().info().arguments().orElseThrow()).stream()
                    .filter(argument -> argument.startsWith("-Xmx")).findFirst().orElseThrow();
        }
    }

    /** Says by a file that it runs and in which process, and goes on once there is another. */
    public static final class Held implements RequestHandler<String, Long> {
        private final Path folder = Path.of(System.getenv("FOLDER"));

        @Override
        public Long handleRequest(String name, Context context) {
            try {
                Path draft = Files.writeString(folder.resolve(name + ".draft"), Long.toString(ProcessHandle.current().pid()),
                        StandardOpenOption.CREATE);
                Files.move(draft, folder.resolve(name + ".begun"));
                while (!Files.exists(folder.resolve(name + ".go"))) {
                    Thread.sleep(10);
                }
                Files.delete(folder.resolve(name + ".begun"));
                return ProcessHandle.current().pid();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Throws. */
    public static final class Throwing implements RequestHandler<Map<String, Object>, String> {
        @Override
        public String handleRequest(Map<String, Object> event, Context context) {
            throw new IllegalStateException("broken on purpose in " + ProcessHandle.current().pid());
        }
    }

    /** Cannot be constructed. */
    public static final class Unconstructible implements RequestHandler<Map<String, Object>, String> {
        public Unconstructible() {
            throw new IllegalArgumentException("FLEET_TABLE is not set");
        }

        @Override
        public String handleRequest(Map<String, Object> event, Context context) {
            throw new AssertionError("never reached");
        }
    }
}
