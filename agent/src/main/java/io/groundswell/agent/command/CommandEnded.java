package io.groundswell.agent.command;

/** A command cannot go on; the message is for whoever gave it. */
final class CommandEnded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    CommandEnded(ExitStatus status, String message) {
        super(message);
        this.status = status;
    }

    CommandEnded(ExitStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    ExitStatus status() {
        return status;
    }
}
