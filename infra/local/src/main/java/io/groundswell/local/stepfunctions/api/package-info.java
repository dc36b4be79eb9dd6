/**
 * The Step Functions API on the wire: AWS JSON 1.0.
 *
 * <p>Every member of a request is checked as the service checks it; one that an operation does not know is refused by
 * name. Answers carry exactly the members the service documents, so an SDK cannot tell the difference.
 */
package io.groundswell.local.stepfunctions.api;
