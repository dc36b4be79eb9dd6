package io.groundswell.simulation;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command line of {@code groundswell simulate}.
 *
 * @param first the first seed
 * @param last the last seed
 * @param trace whether to print what happens, step by step; only for one seed
 */
record Arguments(long first, long last, int threads, boolean trace) {

    static final String USAGE = """
            usage: groundswell simulate --seeds FIRST..LAST [--threads N]
                   groundswell simulate --seed SEED [--trace]

            Runs rollouts against simulated services, devices and faults. A seed is one run, always the same.
            Exit code 0: no rule is broken; 1: one is, the first such seed is shown with its trace; 2: usage.
            """;

    private static final Pattern RANGE = Pattern.compile("(\\d{1,12})\\.\\.(\\d{1,12})");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}");

    /** A command line that says nothing that can be done. */
    static final class Invalid extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Invalid(String message) {
            super(message);
        }
    }

    static Arguments parse(List<String> words) {
        Arguments parsed = new Arguments(0, -1, Runtime.getRuntime().availableProcessors(), false);
        for (int i = 0; i < words.size(); i++) {
            String flag = words.get(i);
            parsed = switch (flag) {
                case "--trace" -> new Arguments(parsed.first, parsed.last, parsed.threads, true);
                case "--seed" -> parsed.seeds(number(flag, words, ++i), number(flag, words, i));
                case "--seeds" -> parsed.range(value(flag, words, ++i));
                case "--threads" -> new Arguments(parsed.first, parsed.last,
                        Math.clamp(number(flag, words, ++i), 1, 256), parsed.trace);
                default -> throw new Invalid("unknown word " + flag);
            };
        }
        if (parsed.first > parsed.last) {
            throw new Invalid("--seeds FIRST..LAST or --seed SEED is required, and LAST is at least FIRST");
        }
        if (parsed.trace && parsed.first != parsed.last) {
            throw new Invalid("--trace shows one run: give --seed SEED");
        }
        return parsed;
    }

    private Arguments seeds(long from, long to) {
        return new Arguments(from, to, threads, trace);
    }

    private Arguments range(String text) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            throw new Invalid("--seeds must be a range such as 1..500, found " + text);
        }
        return seeds(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
    }

    private static long number(String flag, List<String> words, int at) {
        String text = value(flag, words, at);
        if (!NUMBER.matcher(text).matches()) {
            throw new Invalid(flag + " must be a whole number, found " + text);
        }
        return Long.parseLong(text);
    }

    private static String value(String flag, List<String> words, int at) {
        if (at >= words.size()) {
            throw new Invalid(flag + " needs a value");
        }
        return words.get(at);
    }
}
