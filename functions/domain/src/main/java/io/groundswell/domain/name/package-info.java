/**
 * Names and references.
 *
 * <p>Every name that a caller chooses passes {@link io.groundswell.domain.name.Names#require} before it becomes part
 * of a table key, an S3 key or a TUF path (R2); names therefore never hold {@code #} or {@code /}, which the key
 * formats use as separators.
 */
package io.groundswell.domain.name;
