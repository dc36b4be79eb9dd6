/**
 * The client workflow over ports: fetch, check by {@link io.groundswell.tuf.TrustedMetadata}, then store.
 *
 * <p>Only verified metadata is stored, byte for byte and one role at a time, each write atomic: a crash leaves an older
 * trusted state, never a mixed one that the next update could not continue from. Every read is bounded in length, and
 * over HTTP in time as well, so that a hostile server can neither fill a disk nor hold a device for ever.
 */
package io.groundswell.tuf.client;
