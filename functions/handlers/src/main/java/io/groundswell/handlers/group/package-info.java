/**
 * Groups over HTTP (R11): created from device names, filled, sealed, read.
 *
 * <p>A group is on record, unsealed, before its first member; it is rolled out to only once it is sealed, which
 * happens after all members are in place. So a request that is cut short leaves nothing that a rollout could use, and
 * repeating it completes it.
 */
package io.groundswell.handlers.group;
