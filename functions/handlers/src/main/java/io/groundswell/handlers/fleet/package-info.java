/**
 * Fleets: created from an offline-signed root and targets, scoped by their own online keys (R5).
 *
 * <p>Keys come first, because the root names them; then the metadata is accepted as a client would check it; the
 * fleet is on record last. Every step may be repeated, so a creation that was cut short is completed by the same call.
 */
package io.groundswell.handlers.fleet;
