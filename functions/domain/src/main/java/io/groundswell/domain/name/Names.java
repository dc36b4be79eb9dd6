package io.groundswell.domain.name;

import io.groundswell.domain.error.InvalidRequest;
import java.util.regex.Pattern;

/** The one rule for names of fleets, devices, groups, artifacts, versions and files (R2). */
public final class Names {

    /** What a name looks like; it starts with a letter or digit, so {@code .} and {@code ..} are no names. */
    public static final String FORMAT = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    private static final Pattern NAME = Pattern.compile(FORMAT);
    private static final int SHOWN = 80;

    private Names() {
    }

    public static boolean isValid(String name) {
        return name != null && NAME.matcher(name).matches() && !name.contains("..");
    }

    /**
     * The name itself, when it is one.
     *
     * @param what the thing that is named, for the message
     * @throws InvalidRequest when it is not a name
     */
    public static String require(String what, String name) {
        if (!isValid(name)) {
            throw new InvalidRequest(what + " must match " + FORMAT + " without \"..\", found " + shown(name));
        }
        return name;
    }

    /** A caller's text as it may appear in a message: quoted, printable and short. */
    public static String shown(String text) {
        if (text == null) {
            return "nothing";
        }
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        StringBuilder out = new StringBuilder("\"");
        cut.chars().forEach(c -> out.append(Character.isISOControl(c) || c == '"' || c == '\\' ? '?' : (char) c));
        return out.append('"').toString();
    }
}
