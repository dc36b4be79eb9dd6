/**
 * S3: an embedded S3Proxy that does the storing, behind a front that decides who may store what.
 *
 * <p>The front verifies signatures (headers and presigned URLs) and policies, receives a body completely, on disk when it is large, and checks its length,
 * payload hash and chunk signatures before the store sees a byte of it, so that a refused upload leaves nothing behind. Writes to one key happen one after the
 * other, which makes {@code If-None-Match} and {@code If-Match} atomic. Operations, parameters and headers that are not here are refused by name.
 */
package io.groundswell.local.s3;
