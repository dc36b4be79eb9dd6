/**
 * Changes to a disk that outlast a power failure.
 *
 * <p>A file is replaced as a whole: its bytes reach the disk before the name that points at them does, and the
 * directory follows. Every single change is announced to a {@link io.groundswell.agent.disk.DiskWatch}, so that a test
 * can let the power fail or the disk fill up before each of them.
 */
package io.groundswell.agent.disk;
