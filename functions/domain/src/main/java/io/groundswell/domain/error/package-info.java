/**
 * Why a request was refused, in terms of the caller.
 *
 * <p>The hierarchy is sealed and shallow; each kind has one HTTP status. A message is one sentence that names the
 * thing, what was expected and what was found. Anything that is not one of these is a defect and answered as 500.
 */
package io.groundswell.domain.error;
