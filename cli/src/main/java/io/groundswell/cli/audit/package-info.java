/**
 * The audit log outside of the service: exports are downloaded, and verified with nothing but the public key (R33).
 *
 * <p>Verification trusts neither the service nor the file: the signature is checked against the given key, every hash is
 * recomputed, and whatever does not fit is told with its line, lane, sequence, subject and revision.
 */
package io.groundswell.cli.audit;
