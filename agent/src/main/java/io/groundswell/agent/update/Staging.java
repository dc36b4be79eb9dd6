package io.groundswell.agent.update;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Where downloaded bytes wait, by their SHA-256, before they are applied. */
public interface Staging {

    /** Begins anew, over whatever an interrupted download left. */
    OutputStream create(String sha256) throws IOException;

    /** Reads what was staged. */
    InputStream open(String sha256) throws IOException;

    /** Forgets the bytes; forgetting absent ones is fine. */
    void discard(String sha256);
}
