/**
 * Reports on their way to the server.
 *
 * <p>They are delivered in the order in which they were made, and no new work begins before all are gone. A report
 * leaves the queue only when the server took it or refused it for good (R27).
 */
package io.groundswell.agent.report;
