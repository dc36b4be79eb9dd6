package io.groundswell.agent.command;

import io.groundswell.agent.AgentEvent;
import io.groundswell.agent.AgentState;
import io.groundswell.agent.report.Report;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Consumer;

/** One line for each thing that happened; never payload or a probe's output (R4). */
record AgentLog(PrintStream out, InstantSource clock) implements Consumer<AgentEvent> {

    @Override
    public void accept(AgentEvent event) {
        say(switch (event) {
            case AgentEvent.StateChanged changed -> word(changed.from()) + " -> " + word(changed.to());
            case AgentEvent.Delivered delivered -> "reported " + shown(delivered.report());
            case AgentEvent.Dropped dropped ->
                    "the server refused " + shown(dropped.report()) + ", which is dropped: " + dropped.reason();
            case AgentEvent.Failed failed ->
                    word(failed.during()) + " failed (" + failed.code() + "): " + failed.reason();
            case AgentEvent.Trouble trouble -> "trouble while " + word(trouble.during()) + ": " + trouble.reason();
        });
    }

    /** Writes a line with the time. */
    synchronized void say(String line) {
        out.println(clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }

    private static String word(AgentState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String shown(Report report) {
        return report.rollout() + " " + report.state().word() + report.detail().map(code -> " (" + code + ")").orElse("");
    }
}
