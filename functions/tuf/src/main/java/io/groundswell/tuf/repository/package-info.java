/**
 * The signing side of a fleet's TUF repository: rules over a store, no AWS.
 *
 * <p>Versioned files are created once and never replaced; {@code timestamp.json} is replaced only by who read the
 * version being replaced. So the timestamp is the one commit point: whatever was written before it is invisible until
 * then, a crash leaves unreferenced files and nothing else, and a lost race starts over from the winner's state. No
 * timestamp is written that a client coming from the current state would refuse.
 */
package io.groundswell.tuf.repository;
