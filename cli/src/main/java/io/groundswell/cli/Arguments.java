package io.groundswell.cli;

import io.groundswell.domain.name.Names;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Words and {@code --flag value} pairs of one command, read by name. */
public final class Arguments {

    private final List<String> words;
    private final Map<String, String> flags;

    private Arguments(List<String> words, Map<String, String> flags) {
        this.words = words;
        this.flags = flags;
    }

    /**
     * Reads a command line.
     *
     * @param valued flags that take a value
     * @param bare flags that take none
     * @throws UsageError for a flag that is unknown, repeated or without its value
     */
    public static Arguments parse(List<String> args, Set<String> valued, Set<String> bare) {
        List<String> words = new ArrayList<>();
        Map<String, String> flags = new HashMap<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (!arg.startsWith("--")) {
                words.add(arg);
                continue;
            }
            if (!valued.contains(arg) && !bare.contains(arg)) {
                throw new UsageError("unknown flag " + arg);
            }
            boolean takesValue = valued.contains(arg);
            if (takesValue && i + 1 == args.size()) {
                throw new UsageError(arg + " needs a value");
            }
            if (flags.put(arg, takesValue ? args.get(++i) : "") != null) {
                throw new UsageError(arg + " is given twice");
            }
        }
        return new Arguments(List.copyOf(words), Map.copyOf(flags));
    }

    /** The only words of the command, exactly these many. */
    public List<String> words(String... names) {
        if (words.size() != names.length) {
            throw new UsageError("expected " + (names.length == 0 ? "no words" : String.join(" ", names)) + ", found "
                    + (words.isEmpty() ? "nothing" : String.join(" ", words)));
        }
        return words;
    }

    public boolean has(String flag) {
        return flags.containsKey(flag);
    }

    public Optional<String> find(String flag) {
        return Optional.ofNullable(flags.get(flag));
    }

    public String get(String flag) {
        return find(flag).orElseThrow(() -> new UsageError(flag + " is required"));
    }

    /** A whole number, or the default when the flag is absent. */
    public int number(String flag, int otherwise, int least, int most) {
        return number(flag, least, most).orElse(otherwise);
    }

    /** A whole number; empty when the flag is absent. */
    public OptionalInt number(String flag, int least, int most) {
        if (!has(flag)) {
            return OptionalInt.empty();
        }
        String text = get(flag);
        if (!text.matches("\\d{1,6}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new UsageError(flag + " must be a whole number from " + least + " to " + most + ", found " + text);
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    /** A word that has to be a name (R2). */
    public String name(String what, String word) {
        if (!Names.isValid(word)) {
            throw new UsageError(what + " must match " + Names.FORMAT + ", found " + Names.shown(word));
        }
        return word;
    }

    /** An http or https URL. */
    public URI url(String flag) {
        String text = get(flag);
        try {
            URI url = new URI(text);
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new UsageError(flag + " must be an http or https URL, found " + Names.shown(text));
        }
        throw new UsageError(flag + " must be an http or https URL, found " + Names.shown(text));
    }
}
