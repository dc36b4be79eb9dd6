/**
 * LocalCloud: the deployed template, run on one machine.
 *
 * <p>Everything is made from {@code infra/template.yaml} in the order in which its resources depend on each other; whatever
 * in it is not implemented is refused by name before the first of them exists. The functions reach the services by the
 * AWS SDK's standard configuration alone and hold no line for local use.
 */
package io.groundswell.local;
