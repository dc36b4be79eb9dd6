/**
 * Work that is done side by side.
 *
 * <p>Functions wait for AWS most of the time; requests that do not depend on one another share that time. The number
 * under way is fixed, so that one invocation cannot flood a service.
 */
package io.groundswell.handlers.concurrent;
