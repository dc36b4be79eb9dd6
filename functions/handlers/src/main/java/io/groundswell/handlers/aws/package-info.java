/**
 * Configuration and AWS clients, made once per execution environment.
 *
 * <p>Everything a function knows about its surroundings comes from the environment variables that the template gives
 * it; endpoints and credentials are the SDK's own business.
 */
package io.groundswell.handlers.aws;
