/**
 * The agent's memory on a real device: the work in hand, reports on their way, staged bytes, trusted metadata (R30).
 *
 * <p>{@link io.groundswell.agent.device.DeviceDisk} opens it all, for one process at a time, and clears what a crash
 * left. The work in hand is noted before a change begins, a verdict before it is reported.
 */
package io.groundswell.agent.device;
