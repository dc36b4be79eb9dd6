/**
 * The cloud around the functions, in one thread and in simulated time.
 *
 * <p>The functions are the real ones and so are the state machine and its interpreter; around them time, tables,
 * stream, schedules and faults are drawn from one seed. While a function waits for a service, other functions may run:
 * every interleaving of the calls to the services is possible, and the same seed gives the same one.
 */
package io.groundswell.simulation.cloud;
