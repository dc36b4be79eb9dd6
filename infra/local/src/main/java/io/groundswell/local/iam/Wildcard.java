package io.groundswell.local.iam;

import java.util.Locale;

/** Matching with {@code *} (any run of characters) and {@code ?} (any one), in time proportional to pattern × text. */
final class Wildcard {

    private Wildcard() {
    }

    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    static boolean matchesIgnoringCase(String pattern, String text) {
        return matches(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
    }

    /** ARNs match part by part, so that a wildcard never spans a colon before the resource. */
    static boolean matchesArn(String pattern, String arn) {
        if (pattern.equals("*")) {
            return true;
        }
        var expected = pattern.split(":", 6);
        var found = arn.split(":", 6);
        if (expected.length != 6 || found.length != 6) {
            return pattern.equals(arn);
        }
        for (int i = 0; i < 6; i++) {
            if (!matches(expected[i], found[i])) {
                return false;
            }
        }
        return true;
    }
}
