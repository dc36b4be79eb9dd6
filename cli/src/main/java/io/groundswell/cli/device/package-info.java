/**
 * Devices of a stack on this machine: their trust in its device API, and virtual ones with everything but a disk.
 *
 * <p>What the devices do, and what of it matters, is their owner's: the demo's and the benchmarks' devices differ there alone.
 */
package io.groundswell.cli.device;
