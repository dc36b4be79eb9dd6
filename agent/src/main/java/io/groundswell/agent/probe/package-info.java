/**
 * The health probe on the device (R29).
 *
 * <p>How many attempts, how long each and how far apart is decided in {@link io.groundswell.agent.probe.ProbeRun};
 * what an attempt does is a port. A rollback follows only when every attempt is used.
 */
package io.groundswell.agent.probe;
