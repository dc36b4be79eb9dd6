package io.groundswell.agent.apply;

import io.groundswell.agent.update.ApplyFailed;

/** Everything is in its place, and only a program was not told. */
final class NotReloaded extends ApplyFailed {

    private static final long serialVersionUID = 1L;

    NotReloaded(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
