/**
 * What the tests of several packages share.
 *
 * <p>Tables and routes are read from the template that is deployed, so a test cannot agree with a wiring that does
 * not exist. Tables are real ones of DynamoDB Local, in this process and in memory; each test gets its own.
 */
package io.groundswell.handlers.testing;
