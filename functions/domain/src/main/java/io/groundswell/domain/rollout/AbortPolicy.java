package io.groundswell.domain.rollout;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;

/** What an abort does to devices that already took the update (R22). */
public enum AbortPolicy {
    /** Everything stays where it is. */
    KEEP("keep"),
    /** Each device that is healthy on the rollout is told to restore its previous artifact. */
    REVERT("revert");

    private final String word;

    AbortPolicy(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static AbortPolicy parse(String word) {
        for (AbortPolicy policy : values()) {
            if (policy.word.equals(word)) {
                return policy;
            }
        }
        throw new InvalidRequest("policy must be keep or revert, found " + Names.shown(word));
    }
}
