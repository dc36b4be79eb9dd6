/**
 * AWS Step Functions on one machine: Standard workflows in JSONata, served over the real protocol.
 *
 * <p>It carries out the very definition that is deployed. What it does not know it refuses when the definition is
 * loaded, so a workflow that runs here does not depend on anything missing. Functions, time and the listener for
 * status changes are ports.
 */
package io.groundswell.local.stepfunctions;
