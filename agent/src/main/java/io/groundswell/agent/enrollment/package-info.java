/**
 * How a device gets its identity (R7).
 *
 * <p>What the server answers is checked before it is believed: the certificate has to be over this device's key and
 * under the given CA, and the trust anchor has to be the expected one where a hash was given.
 */
package io.groundswell.agent.enrollment;
