package io.groundswell.agent.update;

import io.groundswell.agent.connection.ArtifactFacts;
import java.io.IOException;
import java.io.OutputStream;

/** Where verified facts and bytes come from. */
public interface UpdateSource {

    /**
     * What signed metadata, brought up to date, says about an artifact.
     *
     * @throws UpdateRefused if it cannot be had, is not trusted, or differs from what the server said
     */
    Update resolve(ArtifactFacts facts);

    /**
     * Copies an update's bytes, verifying length and hash; nothing in the sink counts before this returns.
     *
     * @throws UpdateRefused if they cannot be had or are not the promised ones
     * @throws IOException if the sink fails
     */
    void download(Update update, OutputStream sink) throws IOException;
}
