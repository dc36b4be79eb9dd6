/**
 * Devices: how they get an identity, what they may call with it, and how they are retired.
 *
 * <p>Who a device is comes from its verified client certificate alone (R6), and only the certificate that its record
 * pins is accepted (R7). Work is decided by the domain from one batch read; a report is one fenced write. A retired
 * device leaves every accounting by a transition of its own item, whatever came first (R10).
 */
package io.groundswell.handlers.device;
