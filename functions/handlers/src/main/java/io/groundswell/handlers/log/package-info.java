/**
 * Structured logs: one JSON object a line.
 *
 * <p>Lines carry ids and outcomes, never payload, tokens or certificates (R4). Request paths and bodies are not
 * logged, so a caller cannot write into the log.
 */
package io.groundswell.handlers.log;
