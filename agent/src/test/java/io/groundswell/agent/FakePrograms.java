package io.groundswell.agent;

import io.groundswell.agent.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The device's programs: a container engine that knows what is asked of it, and others that note that they ran. */
final class FakePrograms implements Programs {

    static final Path ENGINE = Path.of("/usr/bin/podman");

    private static final Pattern CONFIG =
            Pattern.compile("\"Config\":\"([0-9a-f]{64}).json\",\"RepoTags\":(\\S*?),\"L");
    private static final Ended DONE = new Ended(0, false, "");
    private static final Ended REFUSED = new Ended(125, false, "");

    /** What one container is. */
    record Container(String image, String artifact, List<String> arguments) {
    }

    final List<List<String>> runs = new ArrayList<>();
    /** Image ids and the names that they claimed. */
    final Map<String, String> images = new TreeMap<>();
    final Map<String, Container> containers = new TreeMap<>();
    /** How programs other than the engine exit. */
    int exit;
    /** Images that no container starts from. */
    final Set<String> unstartable = new HashSet<>();
    boolean isEngineThere = true;
    Tripwire tripwire = Tripwire.never();

    @Override
    public Ended run(List<String> command, Duration timeout) throws IOException {
        tripwire.beforeProgram();
        runs.add(command);
        Ended ended = command.getFirst().equals(ENGINE.toString()) ? engine(command.subList(1, command.size()))
                : new Ended(exit, false, "");
        tripwire.beforeProgram();
        return ended;
    }

    @Override
    public Ended ask(List<String> command, Duration timeout) throws IOException {
        return engine(command.subList(1, command.size()));
    }

    private Ended engine(List<String> words) throws IOException {
        if (!isEngineThere) {
            throw new IOException("no such program");
        }
        String last = words.getLast();
        return switch (words.getFirst()) {
            case "load" -> load(Files.readString(Path.of(last), StandardCharsets.ISO_8859_1));
            case "run" -> start(words);
            case "stop" -> containers.containsKey(last) ? DONE : REFUSED;
            case "rm" -> containers.remove(last) == null ? REFUSED : DONE;
            case "rmi" -> images.remove(last) == null ? REFUSED : DONE;
            case "images" -> said(String.join("\n", images.keySet().stream()
                    .map(id -> "sha256:" + id + " <none>").toList()));
            case "image" -> said(images.get(last).equals("null") ? "0" : "1");
            case "container" -> containers.containsKey(last) ? said(containers.get(last).image() + " true "
                    + containers.get(last).artifact()) : REFUSED;
            default -> throw new AssertionError("the engine knows no " + words);
        };
    }

    private static Ended said(String output) {
        return new Ended(0, false, output + "\n");
    }

    private Ended load(String archive) {
        Matcher config = CONFIG.matcher(archive);
        if (!config.find()) {
            return REFUSED;
        }
        images.put(config.group(1), config.group(2));
        return DONE;
    }

    private Ended start(List<String> words) {
        String name = words.get(words.indexOf("--name") + 1);
        String artifact = words.get(words.indexOf("--label") + 1).replace("io.groundswell.artifact=", "");
        if (unstartable.contains(words.getLast()) || containers.containsKey(name) || !images.containsKey(words.getLast())) {
            return REFUSED;
        }
        containers.put(name, new Container(words.getLast(), artifact,
                words.subList(words.indexOf("--pull=never") + 1, words.size() - 1)));
        return DONE;
    }
}
