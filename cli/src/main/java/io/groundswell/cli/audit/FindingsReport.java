package io.groundswell.cli.audit;

import io.groundswell.domain.audit.Finding;
import java.io.PrintStream;

/** Prints findings as they come, and the verdict at the end. */
final class FindingsReport {

    private static final int MOST_SHOWN = 1_000;

    private final PrintStream out;
    private long found;

    FindingsReport(PrintStream out) {
        this.out = out;
    }

    void add(Finding finding) {
        if (++found <= MOST_SHOWN) {
            out.println(finding);
        }
    }

    /** The exit code. */
    int verdict(PublicKeyFile key) {
        if (found > MOST_SHOWN) {
            out.println("… and " + (found - MOST_SHOWN) + " findings more");
        }
        out.println(found == 0 ? "intact: complete, unaltered, signed with key " + key.keyId()
                : "broken: " + found + (found == 1 ? " finding" : " findings"));
        return found == 0 ? 0 : 1;
    }
}
