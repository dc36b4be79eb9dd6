package io.groundswell.cli.audit;

import io.groundswell.domain.audit.Finding;
import java.io.PrintStream;

/** Prints findings as they come, the first of them and all that concern the signature, and the verdict at the end. */
final class FindingsReport {

    private static final int MOST_SHOWN = 1_000;

    private final PrintStream out;
    private long found;
    private long shown;

    FindingsReport(PrintStream out) {
        this.out = out;
    }

    void add(Finding finding) {
        found++;
        if (found <= MOST_SHOWN || finding.kind() == Finding.Kind.UNSIGNED) {
            shown++;
            out.println(finding);
        }
    }

    /** The exit code. */
    int verdict(PublicKeyFile key) {
        if (found > shown) {
            out.println("… and " + (found - shown) + " findings more");
        }
        out.println(found == 0 ? "intact: complete, unaltered, signed with key " + key.keyId()
                : "broken: " + found + (found == 1 ? " finding" : " findings"));
        return found == 0 ? 0 : 1;
    }
}
