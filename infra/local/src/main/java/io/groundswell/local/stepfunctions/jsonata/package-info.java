/**
 * JSONata as Step Functions evaluates it.
 *
 * <p>An expression sees workflow variables and {@code $states}, never a context item. It may call the functions that
 * the service adds, but not {@code $eval}; a result of undefined is a failure, because JSON cannot carry it. Every
 * evaluation is bounded in time, depth and size.
 */
package io.groundswell.local.stepfunctions.jsonata;
