/**
 * What invokes functions without anybody waiting for the answer: streams, schedules, rules and the making of the stack.
 *
 * <p>A stream is read in order, shard by shard, and its position is kept only once a batch is done with: every record is
 * delivered at least once, across restarts too, and so is every event of a schedule or a rule. Filters are EventBridge
 * patterns; an operator that is not implemented is refused when the pattern is read.
 */
package io.groundswell.local.events;
