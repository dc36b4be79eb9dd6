/**
 * Amazon States Language, read once and refused where it is not understood.
 *
 * <p>A definition becomes immutable records, one per state type. A field, a state type or a resource that the engine
 * does not carry out is a finding with its path, such as {@code States.WatchWave.ResultPath: not supported}; nothing is
 * ignored. Expressions are parsed here and evaluated later.
 */
package io.groundswell.local.stepfunctions.asl;
