/**
 * Many agents in one process, with everything but the network in memory.
 *
 * <p>A virtual device runs the very agent that a real one runs: its own key, certificate, TUF store and rules. Only
 * the ports that touch a disk or start a process are replaced.
 */
package io.groundswell.agent.virtual;
