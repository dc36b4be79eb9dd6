/**
 * Who the device is: a key it made itself, a certificate over it, and the trust anchor it pins (R6, R7).
 *
 * <p>The private key never leaves the device; what leaves it is a certificate request.
 */
package io.groundswell.agent.identity;
