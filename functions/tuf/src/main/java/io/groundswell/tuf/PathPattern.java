package io.groundswell.tuf;

/** Shell-style patterns of delegated paths: {@code *} and {@code ?} never match a slash. */
final class PathPattern {

    private PathPattern() {
    }

    static boolean matches(String pattern, String path) {
        String[] patternSegments = pattern.split("/", -1);
        String[] pathSegments = path.split("/", -1);
        if (patternSegments.length != pathSegments.length) {
            return false;
        }
        for (int i = 0; i < patternSegments.length; i++) {
            if (!segmentMatches(patternSegments[i], pathSegments[i])) {
                return false;
            }
        }
        return true;
    }

    /** Backtracks to the latest star only, so a hostile pattern costs at most the product of the lengths. */
    private static boolean segmentMatches(String pattern, String text) {
        int p = 0;
        int star = -1;
        int resume = 0;
        int t = 0;
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
}
