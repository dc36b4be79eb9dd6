package io.groundswell.agent;

import io.groundswell.agent.report.Report;

/** What an observer may show or log; the agent itself writes no log. */
public sealed interface AgentEvent {

    /** The next tick does something else than this one. */
    record StateChanged(AgentState from, AgentState to) implements AgentEvent {
    }

    /** The server took a report. */
    record Delivered(Report report) implements AgentEvent {
    }

    /** The server answered a report with a refusal, so the report is gone (R27). */
    record Dropped(Report report, String reason) implements AgentEvent {
    }

    /** A version could not be applied, taken back or found healthy; only the code is reported, the rest is told here (R4). */
    record Failed(AgentState during, String code, String reason) implements AgentEvent {
    }

    /** Something that is tried again. */
    record Trouble(AgentState during, String reason) implements AgentEvent {
    }
}
