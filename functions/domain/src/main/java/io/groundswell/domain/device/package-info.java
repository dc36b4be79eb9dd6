/**
 * Devices: what they may report, what they are offered, and when they count as offline.
 *
 * <p>Live means not decommissioned, nothing else (R9): a silent device is offline and still counts.
 */
package io.groundswell.domain.device;
