/**
 * The operator API's function: the routes of all features under one entry point.
 *
 * <p>Each feature owns its routes; here they are only put together, once, over shared stores.
 */
package io.groundswell.handlers.operator;
