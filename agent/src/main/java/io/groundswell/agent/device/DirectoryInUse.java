package io.groundswell.agent.device;

import java.io.IOException;

/** One directory is one device: a second agent would undo what the first one does. */
public final class DirectoryInUse extends IOException {

    private static final long serialVersionUID = 1L;

    DirectoryInUse(String message) {
        super(message);
    }
}
