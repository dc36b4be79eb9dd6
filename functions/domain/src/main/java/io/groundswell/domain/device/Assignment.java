package io.groundswell.domain.device;

import io.groundswell.domain.rollout.Rollout;

/** What a device is told to do. */
public record Assignment(Rollout rollout, Action action) {

    /** The kinds of work. */
    public enum Action {
        APPLY("apply"), REVERT("revert");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
