/**
 * API Gateway's HTTP APIs, as far as a function or a caller can tell.
 *
 * <p>Routes come from the template; events and answers follow payload format 2.0. Who calls is decided here and nowhere
 * else, from the SigV4 signature or the client certificate of the connection: nothing that a client sends in a header or
 * body can reach {@code requestContext} (its user agent aside, which is a header by definition). API Gateway's own answers
 * keep their text.
 */
package io.groundswell.local.http;
