/**
 * The payloads in {@code events/}: one file is one invocation as AWS sends it, {@code events/<function>/<case>.json}.
 *
 * <p>What each is answered with stands in one table, {@link io.groundswell.local.eventcases.Cases}. The template and the
 * state machine say which files there must be; a file without a row, a row without a file, and a trigger without a file
 * fail the build by name.
 */
package io.groundswell.local.eventcases;
