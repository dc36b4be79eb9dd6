/**
 * Who uses the cloud in a run: devices of every temper, and the people who operate the fleet.
 *
 * <p>Everything they do is drawn from the run's seed. They know what they are told over HTTP and nothing else.
 */
package io.groundswell.simulation.world;
