package io.groundswell.simulation.check;

import io.groundswell.simulation.cloud.Answer;

/** What holds of every answer. */
final class Answers {

    private Answers() {
    }

    /** A function that nothing let down decides; whatever it was sent, that is no reason to fail (R35). */
    static void requireDecided(String what, Answer answer) {
        Violation.unless(answer.isDecided() || answer.disturbed(), "[R35] %s is answered %d although every service worked",
                what, answer.status());
    }
}
