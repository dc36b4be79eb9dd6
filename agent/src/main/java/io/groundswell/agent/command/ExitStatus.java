package io.groundswell.agent.command;

/** What the exit status of a command means; scripts and service managers rely on the numbers. */
public enum ExitStatus {
    DONE(0, "done"),
    FAILED(1, "failed; the message says why, and trying again may help"),
    USAGE(2, "the command line, or a file that it names, is wrong"),
    NOT_READY(3, "the directory does not fit: enrolled already, not enrolled yet, damaged, or used by another agent"),
    DECOMMISSIONED(4, "the device was decommissioned; its keys and certificates are wiped, and it does not run again");

    private final int code;
    private final String meaning;

    ExitStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
