package io.groundswell.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command line of {@code groundswell local}, read; anything unknown is a usage error. */
record Arguments(LocalOptions options, Optional<Path> readyFile) {

    static final String USAGE = """
            usage: groundswell local [--operator-port P] [--device-port P] [--aws-port P] [--data DIR]
                                     [--ready-file F] [--parameter NAME=VALUE]... [--template FILE] [--isolated]
                                     [--request-log F]""";
    private static final String TEMPLATE = "infra/template.yaml";

    /** What the command line asks for cannot be understood. */
    static final class Invalid extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Invalid(String message) {
            super(message);
        }
    }

    /**
     * Reads the arguments.
     *
     * @param home the repository's root where the launcher knows it
     * @param workingDirectory where to look for the repository from, otherwise
     */
    static Arguments parse(List<String> arguments, Optional<Path> home, Path workingDirectory) {
        Map<String, String> single = new HashMap<>();
        Map<String, String> parameters = new HashMap<>();
        boolean isolated = false;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String flag = rest.next();
            switch (flag) {
                case "--operator-port", "--device-port", "--aws-port", "--data", "--ready-file", "--template", "--request-log" -> {
                    if (single.put(flag, value(flag, rest)) != null) {
                        throw new Invalid(flag + " is given twice");
                    }
                }
                case "--isolated" -> isolated = true;
                case "--parameter" -> parameter(value(flag, rest), parameters);
                default -> throw new Invalid("unknown argument " + flag);
            }
        }
        Path template = path(single, "--template").orElseGet(() -> find(home, workingDirectory));
        LocalOptions options = new LocalOptions(template, port(single, "--operator-port"), port(single, "--device-port"),
                port(single, "--aws-port"), path(single, "--data"), parameters, true,
                path(single, "--request-log"), isolated, Optional.empty(), Clock.systemUTC());
        return new Arguments(options, path(single, "--ready-file"));
    }

    private static String value(String flag, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new Invalid(flag + " needs a value");
        }
        return rest.next();
    }

    private static void parameter(String assignment, Map<String, String> parameters) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new Invalid("--parameter takes NAME=VALUE, found " + assignment);
        }
        if (parameters.put(assignment.substring(0, equals), assignment.substring(equals + 1)) != null) {
            throw new Invalid("--parameter " + assignment.substring(0, equals) + " is given twice");
        }
    }

    private static int port(Map<String, String> single, String flag) {
        String text = single.getOrDefault(flag, "0");
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new Invalid(flag + " takes a port from 0 (any free one) to 65535, found " + text);
        }
        return Integer.parseInt(text);
    }

    private static Optional<Path> path(Map<String, String> single, String flag) {
        return Optional.ofNullable(single.get(flag)).map(Path::of);
    }

    private static Path find(Optional<Path> home, Path workingDirectory) {
        if (home.isPresent()) {
            return home.get().resolve(TEMPLATE);
        }
        for (Path folder = workingDirectory.toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(TEMPLATE))) {
                return folder.resolve(TEMPLATE);
            }
        }
        throw new Invalid("no " + TEMPLATE + " in " + workingDirectory + " or above it; give --template FILE");
    }
}
