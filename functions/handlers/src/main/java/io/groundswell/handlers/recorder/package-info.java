/**
 * The Recorder: from stream to evidence.
 *
 * <p>It copies each audited write's event into the audit chain together with the tally it moves, then does what a
 * change calls for: start a rollout's execution, retire a device, wake a workflow. Side effects are done for
 * everything a batch touches, records that were appended earlier included, so a crash between append and wake loses
 * nothing. It stops at the first failure and names its sequence number; a batch whose first record fails is failed as a
 * whole, so that it is halved until that record is alone.
 */
package io.groundswell.handlers.recorder;
