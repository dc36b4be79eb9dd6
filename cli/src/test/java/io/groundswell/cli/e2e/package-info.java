/**
 * The end-to-end suite: written once against URLs and credentials in {@link io.groundswell.cli.e2e.RolloutSuite}, run on
 * LocalCloud always, on LocalStack where Docker is, and on a stack on AWS when told to.
 */
package io.groundswell.cli.e2e;
