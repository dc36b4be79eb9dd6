package io.groundswell.local.lambda;

import java.io.PrintStream;

/** Where functions' log lines go; one line at a time, so that concurrent invocations do not mix within a line. */
public final class FunctionLog {

    private final PrintStream out;

    /** A log that writes to a stream and leaves closing it to its owner. */
    public FunctionLog(PrintStream out) {
        this.out = out;
    }

    void write(String text) {
        synchronized (out) {
            out.print(text.endsWith("\n") ? text : text + "\n");
            out.flush();
        }
    }
}
