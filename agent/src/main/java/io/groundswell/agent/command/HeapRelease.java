package io.groundswell.agent.command;

import io.groundswell.agent.AgentEvent;
import io.groundswell.agent.AgentState;
import java.util.function.Consumer;

/**
 * Gives the memory that an update needed back to the device.
 *
 * <p>A heap shrinks only when it is collected as a whole, which an idle agent would not do for days: it hardly makes
 * any garbage.
 */
record HeapRelease(Runnable collection) implements Consumer<AgentEvent> {

    @Override
    public void accept(AgentEvent event) {
        if (event instanceof AgentEvent.StateChanged changed && changed.to() == AgentState.LISTENING) {
            collection.run();
        }
    }
}
