package io.groundswell.local.stepfunctions.asl;

import java.util.List;

/** A definition that is refused, with every finding: path, colon, what is wrong and what to do. */
public final class InvalidDefinition extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> findings;

    InvalidDefinition(List<String> findings) {
        super("the state machine definition is refused: " + String.join("; ", findings));
        this.findings = List.copyOf(findings);
    }

    /** One line per finding, in the order of the definition. */
    public List<String> findings() {
        return findings;
    }
}
