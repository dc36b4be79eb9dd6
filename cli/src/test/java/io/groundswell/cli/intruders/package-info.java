/**
 * Attacks on a running stack, each with what must stop it; {@code docs/security.md} is their table.
 *
 * <p>Requests are written to sockets byte by byte, because a client library would not send most of them. One stack
 * serves all attacks: two fleets that have nothing to do with each other, and a look at both tables and the bucket
 * before and after everything that must leave no trace.
 */
package io.groundswell.cli.intruders;
