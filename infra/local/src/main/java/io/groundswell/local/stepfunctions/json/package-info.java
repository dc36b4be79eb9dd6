/**
 * JSON text to plain values and back.
 *
 * <p>The engine keeps state input, output and variables as {@link java.util.Map}, {@link java.util.List},
 * {@link String}, {@link Number}, {@link Boolean} and {@code null}: what JSONata evaluates over. Parsing is strict,
 * a duplicate key or trailing text is refused, because the service refuses it too.
 */
package io.groundswell.local.stepfunctions.json;
