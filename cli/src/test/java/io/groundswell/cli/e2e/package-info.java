/**
 * The end-to-end suite: written once against URLs and credentials, run on whatever {@link io.groundswell.cli.e2e.Stack}
 * is at hand.
 */
package io.groundswell.cli.e2e;
