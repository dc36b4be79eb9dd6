/**
 * API Gateway HTTP APIs, payload format 2.0: from event to request, from answer to response, from refusal to status.
 *
 * <p>One mapper turns {@link io.groundswell.domain.error.RequestError} into its status and sentence; anything else is
 * a 500 with a generic text, logged once with its stack. One INFO line is written per invocation.
 */
package io.groundswell.handlers.http;
