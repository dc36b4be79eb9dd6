/**
 * Rehearsals of a workflow: one case is an input, what every task answers, and the path that must follow.
 *
 * <p>A case runs on the engine itself in virtual time, so a day's timeout takes no time. It holds only if the path, the
 * end and the use of every answer are exactly as written; an unknown field is refused.
 */
package io.groundswell.local.stepfunctions.cases;
