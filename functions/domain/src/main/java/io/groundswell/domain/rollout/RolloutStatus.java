package io.groundswell.domain.rollout;

/** Where a rollout stands (R23); the last three are final. */
public enum RolloutStatus {
    CREATED("created"),
    IN_PROGRESS("in_progress"),
    WAITING_FOR_APPROVAL("waiting_for_approval"),
    HALTED("halted"),
    SUCCEEDED("succeeded"),
    FAILED("failed"),
    ABORTED("aborted");

    private final String word;

    RolloutStatus(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED || this == ABORTED;
    }

    public static RolloutStatus parse(String word) {
        for (RolloutStatus status : values()) {
            if (status.word.equals(word)) {
                return status;
            }
        }
        throw new IllegalArgumentException("no rollout status is called " + word);
    }
}
