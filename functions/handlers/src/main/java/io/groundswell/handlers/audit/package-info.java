/**
 * Evidence, read and exported (R31–R33).
 *
 * <p>Nothing here writes events. Reading follows each lane without gaps; an export ends at heads that were read
 * consistently, recomputes every hash, says in its verdict what it found, and is signed with a key that nothing else
 * is signed with.
 */
package io.groundswell.handlers.audit;
