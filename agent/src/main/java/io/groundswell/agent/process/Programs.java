package io.groundswell.agent.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Runs programs, each to its end or until its time is over, when it is killed with all that it started. */
public interface Programs {

    /**
     * Runs a program; what it writes goes nowhere.
     *
     * @param command the program's absolute path and its arguments
     * @throws IOException if it cannot be started
     */
    Ended run(List<String> command, Duration timeout) throws IOException;

    /** Runs a program that answers a question and leaves nothing running behind it. */
    Ended ask(List<String> command, Duration timeout) throws IOException;

    /**
     * How a program ended.
     *
     * @param exit its exit status; negative when it was killed
     * @param output the beginning of what it wrote, for decisions on the device and never for a report (R4)
     */
    record Ended(int exit, boolean isTimedOut, String output) {

        public boolean isSuccess() {
            return exit == 0 && !isTimedOut;
        }
    }
}
