package io.groundswell.cli.watch;

import java.nio.charset.Charset;
import java.util.Map;

/**
 * What standard output can show.
 *
 * @param live whether lines may be drawn over
 * @param coloured whether colours are welcome
 * @param unicode whether it has more than ASCII
 */
public record Look(boolean live, boolean coloured, boolean unicode) {

    /** The tones that text can have. */
    enum Tone {
        GOOD("32"), BAD("31"), WAITING("33"), FAINT("2");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    /** As the environment says; the launcher looks whether there is a terminal, because Java 21 cannot tell. */
    public static Look of(Map<String, String> environment, Charset charset) {
        boolean live = "yes".equals(environment.get("GROUNDSWELL_TERMINAL"))
                && !"dumb".equals(environment.get("TERM"));
        boolean coloured = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Look(live, coloured, charset.newEncoder().canEncode('█'));
    }

    String paint(Tone tone, String text) {
        return coloured && !text.isEmpty() ? "\u001b[" + tone.code + "m" + text + "\u001b[0m" : text;
    }

    String glyph(String fine, String plain) {
        return unicode ? fine : plain;
    }
}
