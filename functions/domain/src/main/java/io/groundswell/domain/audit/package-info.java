/**
 * Evidence: audit events and the chains that hold them together (R31, R32).
 *
 * <p>An event belongs to a subject (one item of the fleet table) at a revision, and to a lane at a sequence. The
 * hash of an event covers the hash before it in its lane, so nothing can be altered, removed or reordered
 * unnoticed. Data is metadata only (R4).
 */
package io.groundswell.domain.audit;
