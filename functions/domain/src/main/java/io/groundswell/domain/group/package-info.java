/**
 * Groups are static sets of devices, walked in the order of their positions.
 *
 * <p>The position of a device is a hash of group and device (R14): a canary cohort is the same every time, is no
 * alphabetical slice, and no device comes first in every group.
 */
package io.groundswell.domain.group;
