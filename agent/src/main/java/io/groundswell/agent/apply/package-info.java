/**
 * Installed versions on disk, and how each kind takes effect (R1, R30).
 *
 * <p>An artifact has a directory with one directory per kept version; the link {@code current} says which one is in
 * force, and a version's record says which one it took the place of. What a kind changes outside (a file in
 * {@code /etc}, a container) happens before the link moves and is undone before a version's directory goes, so every
 * step can be repeated after a crash. What may be changed outside is on the device's own allowlists, which are empty
 * unless its owner says otherwise; a signed manifest chooses from them and never adds to them.
 */
package io.groundswell.agent.apply;
