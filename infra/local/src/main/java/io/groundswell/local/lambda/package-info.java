/**
 * Runs Lambda functions as Lambda would.
 *
 * <p>An execution environment holds one handler object and serves one invocation at a time; environments are made as
 * concurrency asks for them and reused afterwards. Events are read and written with Lambda's own serialization library, a
 * timeout ends the environment, and an exception reaches the caller as Lambda's error document. A handler cannot tell
 * where it runs.
 */
package io.groundswell.local.lambda;
