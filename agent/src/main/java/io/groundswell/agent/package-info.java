/**
 * The device agent's command line.
 *
 * <p>Each sub-command lives in a package of its own and gets the arguments after its name. Exit status 0 means done,
 * 1 means that the request failed, 2 that the command line was wrong.
 */
package io.groundswell.agent;
