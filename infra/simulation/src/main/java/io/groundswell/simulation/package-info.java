/**
 * Rollouts by the thousand, in simulated time, with everything going wrong that can.
 *
 * <p>A run is drawn from a seed: a fleet, rollouts, devices, people, faults, and the order in which everything happens.
 * The product's own functions, its rules and its state machine do the work; independent checks watch every change.
 */
package io.groundswell.simulation;
