package io.groundswell.agent.update;

import java.util.Optional;

/** The work in hand, written before the step that it describes begins. */
public interface WorkJournal {

    /** What an earlier run left unfinished. */
    Optional<Work> read();

    /** Replaces the entry; when this returns, a crash cannot lose it. */
    void write(Work work);

    /** Nothing is in hand any more. */
    void clear();
}
