package io.groundswell.handlers.table;

/**
 * A value with the revision it was read at; a write conditioned on that revision is fenced.
 *
 * @param rev revision of the item, 0 when there is none yet
 */
public record Versioned<T>(T value, long rev) {
}
