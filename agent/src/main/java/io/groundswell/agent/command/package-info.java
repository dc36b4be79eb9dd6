/**
 * The agent's command line: {@code enroll}, {@code run}, {@code status}.
 *
 * <p>A flag {@code --some-flag} may also be given as {@code GROUNDSWELL_SOME_FLAG} in the environment; a flag on the
 * command line wins, and an unknown one is refused. What a command did is its exit status, see
 * {@link io.groundswell.agent.command.ExitStatus}; why it failed is one line on standard error.
 */
package io.groundswell.agent.command;
