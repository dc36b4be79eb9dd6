/**
 * One version on its way into the device (R30).
 *
 * <p>What is installed, and how, comes from signed metadata alone; the server's assignment only points at it and has
 * to agree with it. Bytes wait in the staging area until they are verified. From the swap on, the work is in the
 * journal, so that the next start can finish or undo it.
 */
package io.groundswell.agent.update;
