/**
 * Artifacts: signed bytes, known to the platform only by their metadata (R1, R3, R4).
 *
 * <p>An artifact is declared, uploaded to S3 without passing through a function, and published by signing. Only a
 * published artifact can be rolled out.
 */
package io.groundswell.domain.artifact;
