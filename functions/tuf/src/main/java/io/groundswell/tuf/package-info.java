/**
 * The Update Framework, specification 1.0.31: metadata as immutable values and the rules a client applies to them.
 *
 * <p>Nothing here does input or output and nothing reads a clock. Metadata keeps the exact bytes it was read from,
 * signatures are checked over the canonical form of what was read (unknown fields included), and whatever two JSON
 * parsers could read differently is refused. The workflow over a network is in {@code client}, the signing side of a
 * fleet in {@code repository}; both obey {@link io.groundswell.tuf.TrustedMetadata}.
 */
package io.groundswell.tuf;
