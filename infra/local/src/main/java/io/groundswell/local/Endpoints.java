package io.groundswell.local;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where a running LocalCloud is reached.
 *
 * @param enrollApi base address of enrolment, which shares the operator API's host
 * @param caPem file with the CA that verifies the device API's server
 */
public record Endpoints(URI operatorApi, URI enrollApi, URI deviceApi, URI aws, String region, Path caPem) {
}
