/**
 * Strict JSON at the edges (R34, R35).
 *
 * <p>Other encodings than UTF-8, duplicate members, deep nesting, huge numbers, halves of characters and unknown fields are
 * refused with a sentence that names them.
 * Inside the product, values are records.
 */
package io.groundswell.handlers.json;
