package io.groundswell.agent.tuf;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parsed command line: options may stand on either side of the command, {@code --target-name} may repeat. */
record TufArguments(Map<String, String> options, List<String> targetNames, List<String> words) {

    private static final String TARGET_NAME = "--target-name";
    private static final Set<String> OPTIONS =
            Set.of("--metadata-dir", "--metadata-url", "--target-dir", "--target-base-url", TARGET_NAME);

    TufArguments {
        options = Map.copyOf(options);
        targetNames = List.copyOf(targetNames);
        words = List.copyOf(words);
    }

    static TufArguments parse(List<String> args) {
        Map<String, String> options = new HashMap<>();
        List<String> targetNames = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (!arg.startsWith("--")) {
                words.add(arg);
                continue;
            }
            if (!OPTIONS.contains(arg)) {
                throw new IllegalArgumentException("unknown option " + arg);
            }
            if (++i == args.size()) {
                throw new IllegalArgumentException("the option " + arg + " needs a value");
            }
            if (arg.equals(TARGET_NAME)) {
                targetNames.add(args.get(i));
            } else if (options.put(arg, args.get(i)) != null) {
                throw new IllegalArgumentException("the option " + arg + " is given twice");
            }
        }
        if (words.isEmpty()) {
            throw new IllegalArgumentException("expected a command: init, refresh or download");
        }
        return new TufArguments(options, targetNames, words);
    }

    String command() {
        return words.getFirst();
    }

    Path path(String option) {
        return Path.of(required(option));
    }

    URI url(String option) {
        return URI.create(required(option));
    }

    /** What follows the command. */
    List<String> operands(int count) {
        if (words.size() != count + 1) {
            throw new IllegalArgumentException("the command " + command() + " takes " + count
                    + " operands, found " + words.subList(1, words.size()));
        }
        return words.subList(1, words.size());
    }

    private String required(String option) {
        String value = options.get(option);
        if (value == null) {
            throw new IllegalArgumentException("the command " + command() + " needs " + option);
        }
        return value;
    }
}
