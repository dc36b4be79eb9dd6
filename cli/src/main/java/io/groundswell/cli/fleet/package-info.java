/**
 * The offline ceremony: keys that never leave the operator's machine sign what every device pins.
 *
 * <p>Keys are written before anything is signed with them, and never overwritten, so a ceremony that fails half-way is
 * completed by running it again with the same folder.
 */
package io.groundswell.cli.fleet;
