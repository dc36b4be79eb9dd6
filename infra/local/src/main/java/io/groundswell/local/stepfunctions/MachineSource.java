package io.groundswell.local.stepfunctions;

/**
 * A state machine to serve.
 *
 * @param definition Amazon States Language, substitutions already made
 */
public record MachineSource(String name, String definition, String roleArn) {

    public MachineSource {
        if (!name.matches("[A-Za-z0-9_-]{1,80}")) {
            throw new IllegalArgumentException("a state machine's name is 1 to 80 of A-Z a-z 0-9 _ -, found '" + name
                    + "'");
        }
    }
}
