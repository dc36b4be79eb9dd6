/**
 * The two tables: every key format, every item shape, every conditional expression.
 *
 * <p>No other package knows an attribute name of a key or an {@code AttributeValue}. All writes are conditional. An
 * audited write carries its own evidence: it raises the item's {@code rev} by one and replaces {@code event}; the
 * Recorder copies that event. Volatile items carry no {@code event}, so the stream's filter drops them. One class
 * per entity maps item to record and back.
 */
package io.groundswell.handlers.table;
