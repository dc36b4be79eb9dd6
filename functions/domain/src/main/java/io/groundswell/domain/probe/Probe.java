package io.groundswell.domain.probe;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One probe definition of a rollout (R29).
 *
 * @param target exec and file: an absolute, normal path; http: a loopback URL
 * @param timeoutS seconds for one attempt, 1–300
 * @param attempts 1–10; the device rolls back only after the last
 * @param initialDelayS seconds before the first attempt, 0–3600
 */
public record Probe(ProbeType type, String target, int timeoutS, int attempts, int initialDelayS) {

    private static final int MAX_TARGET = 1024;
    private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    public Probe {
        requireRange("timeout_s", timeoutS, 1, 300);
        requireRange("attempts", attempts, 1, 10);
        requireRange("initial_delay_s", initialDelayS, 0, 3600);
        requireTarget(type, target);
    }

    private static void requireRange(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidRequest("probe." + field + " must be " + least + " to " + most + ", found " + value);
        }
    }

    private static void requireTarget(ProbeType type, String target) {
        if (target == null || target.isEmpty() || target.length() > MAX_TARGET
                || target.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            throw new InvalidRequest("probe.target must be 1 to " + MAX_TARGET + " printable ASCII characters, found "
                    + Names.shown(target));
        }
        switch (type) {
            case EXEC, FILE -> requireAbsolutePath(type, target);
            case HTTP -> requireLoopbackUrl(target);
        }
    }

    private static void requireAbsolutePath(ProbeType type, String target) {
        boolean normal = target.startsWith("/") && !target.endsWith("/") && !target.contains("//");
        for (String part : target.split("/")) {
            normal = normal && !part.equals(".") && !part.equals("..");
        }
        if (!normal) {
            throw new InvalidRequest("probe.target of type " + type.word()
                    + " must be an absolute path without \".\", \"..\" or empty parts, found " + Names.shown(target));
        }
    }

    private static void requireLoopbackUrl(String target) {
        if (!isLoopbackUrl(target)) {
            throw new InvalidRequest("probe.target of type http must be an http or https URL on localhost, "
                    + "127.0.0.0/8 or [::1] without user information, found " + Names.shown(target));
        }
    }

    /** Whether a URL stays on the device: what a probe may be sent to, and what a redirect may lead to. */
    public static boolean isLoopbackUrl(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            boolean loopback = host.equals("localhost") || host.equals("[::1]") || IPV4_LOOPBACK.matcher(host).matches();
            return web && loopback && uri.getRawUserInfo() == null && uri.getPort() <= 65_535;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
