/**
 * Who calls LocalCloud and what that caller may do.
 *
 * <p>Every request is signed with Signature Version 4 by a key that this package handed out, and is decided by the IAM policy documents attached to
 * the key's principal: an explicit deny wins, nothing is allowed by default, and only the owner of the machine's root key needs no policy. A part of
 * a policy that is not understood is refused when the policy is loaded, never skipped. Secrets are compared in constant time and never printed.
 */
package io.groundswell.local.iam;
