/**
 * Strict JSON at the edges (R34, R35).
 *
 * <p>Duplicate members, deep nesting, huge numbers and unknown fields are refused with a sentence that names them.
 * Inside the product, values are records.
 */
package io.groundswell.handlers.json;
