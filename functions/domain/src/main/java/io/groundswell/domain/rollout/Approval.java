package io.groundswell.domain.rollout;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;

/** Whether a wave opens by itself or waits for a person (R12). */
public enum Approval {
    AUTO("auto"), MANUAL("manual");

    private final String word;

    Approval(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Approval parse(String word) {
        for (Approval approval : values()) {
            if (approval.word.equals(word)) {
                return approval;
            }
        }
        throw new InvalidRequest("approval must be auto or manual, found " + Names.shown(word));
    }
}
