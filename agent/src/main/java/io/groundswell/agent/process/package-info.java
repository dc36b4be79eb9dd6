/**
 * Programs that the agent runs on the device.
 *
 * <p>Never through a shell, always with an absolute path, a minimal environment, no input but what is meant for it, and
 * a bounded time, after which everything it started is killed.
 */
package io.groundswell.agent.process;
