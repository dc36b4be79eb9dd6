package io.groundswell.domain.audit;

/**
 * Something wrong with a chain, and exactly where.
 *
 * @param place where the reader found it, such as {@code line 17}; empty when the lane and sequence say all
 */
public record Finding(Kind kind, String place, String text) {

    /** What must have happened. */
    public enum Kind {
        ALTERED("altered"),
        REMOVED("removed"),
        REORDERED("reordered"),
        INSERTED("inserted"),
        TRUNCATED("truncated"),
        /** A revision of a subject that the chain never had, or no longer has. */
        MISSING("missing"),
        /** What was signed is not what is there, or was not signed with the key. */
        UNSIGNED("signature"),
        /** The chain is not the one that was anchored. */
        REWRITTEN("rewritten");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** What is wrong with an event, which it names. */
    public static Finding at(Kind kind, String place, ChainedEvent event, String text) {
        return new Finding(kind, place, "lane " + event.lane() + " sequence " + event.sequence() + ", subject "
                + event.event().subject() + " revision " + event.event().revision() + ": " + text);
    }

    @Override
    public String toString() {
        return (place.isEmpty() ? "" : place + ": ") + kind.word() + ": " + text;
    }
}
