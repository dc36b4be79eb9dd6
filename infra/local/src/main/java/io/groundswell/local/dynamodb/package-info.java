/**
 * DynamoDB and DynamoDB Streams: AWS's own DynamoDB Local, in this JVM and on a loopback port of its own.
 *
 * <p>Tables come from the template's property maps. A property that has no meaning on one machine is on an explicit list; one that is not known is
 * refused by name. A table that outlived a restart must have the shape that the template declares. What IAM permission an operation needs is
 * decided here, and enforced by the AWS endpoint.
 */
package io.groundswell.local.dynamodb;
