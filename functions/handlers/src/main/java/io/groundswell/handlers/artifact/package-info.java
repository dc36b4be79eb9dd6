/**
 * Artifacts and the signed metadata that makes them deliverable (R1, R3, R5).
 *
 * <p>Declaring hands out an upload address; publishing checks what S3 holds, signs, and records last. Two functions
 * hold signing keys, {@code Publisher} and {@code MetadataRefresh}; the routes that need none are elsewhere, so that
 * they run without them.
 */
package io.groundswell.handlers.artifact;
