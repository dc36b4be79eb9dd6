/**
 * KMS, as far as signing goes: asymmetric keys, aliases, and the operations on them over the real wire protocol.
 *
 * <p>Private keys never leave this package; with a data directory they are kept in files that only their owner can read. A key spec, an operation or a
 * request field that is not here is refused by name with the error AWS has for it, and so is everything a key's state forbids.
 */
package io.groundswell.local.kms;
