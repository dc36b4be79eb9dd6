/**
 * One byte form for every value that is hashed or signed.
 *
 * <p>Audit events and TUF metadata are both hashed over OLPC canonical JSON, the form that other TUF clients use,
 * so that a verifier written in any language reproduces the same digest. Reading JSON is not done here: parsers
 * live at the edges.
 */
package io.groundswell.domain.json;
