package io.groundswell.cli.e2e;

import org.junit.jupiter.api.DisplayName;

/** The suite on LocalCloud, or on a stack on AWS with {@code -Dstack=NAME}. */
@DisplayName("on LocalCloud, or the stack that -Dstack names")
class RolloutIT extends RolloutSuite {

    @Override
    StackUnderTest open() {
        String deployed = System.getProperty("stack", "");
        return deployed.isEmpty() ? Stack.start() : new DeployedStack(deployed);
    }
}
