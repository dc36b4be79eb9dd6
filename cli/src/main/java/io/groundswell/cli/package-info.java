/**
 * The operator's command line.
 *
 * <p>Commands parse their arguments, call the operator API as any client would, and print plain text. A wrong use is
 * exit 2 with one sentence; a failure is exit 1 with one sentence. Nothing here knows how the service works inside.
 */
package io.groundswell.cli;
