/**
 * The health probe that every targeted device runs after it applied an update (R29).
 *
 * <p>The server validates and stores it; only the device runs it.
 */
package io.groundswell.domain.probe;
