/** Showing a rollout while it runs: bars that move in a terminal, plain lines elsewhere. */
package io.groundswell.cli.watch;
