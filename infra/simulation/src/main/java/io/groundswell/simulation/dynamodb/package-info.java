/**
 * DynamoDB in memory, as far as the product uses it.
 *
 * <p>It stands under one contract test with DynamoDB Local. An operation, a request member, an expression or an
 * operator that it does not know is refused by name; nothing is ignored. Not for use by several threads.
 */
package io.groundswell.simulation.dynamodb;
