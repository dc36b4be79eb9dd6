package io.groundswell.agent.connection;

import io.groundswell.domain.probe.Probe;
import io.groundswell.tuf.FetchFailed;
import io.groundswell.tuf.FileMissing;
import io.groundswell.tuf.client.Fetcher;
import io.groundswell.tuf.client.HttpFetcher;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Target files: asked of the API, read from where it points to.
 *
 * <p>One redirect is followed, to https or to this very machine. What is read is not trusted: signed metadata decides
 * about the bytes.
 */
final class RedirectedTargets implements Fetcher {

    private static final int MAX_BODY = 64 * 1024;

    private final Supplier<HttpClient> api;
    private final HttpClient storage;
    private final URI base;
    private final Duration total;
    private final Duration stall;

    RedirectedTargets(Supplier<HttpClient> api, HttpClient storage, URI base, Duration total, Duration stall) {
        this.api = api;
        this.storage = storage;
        this.base = base;
        this.total = total;
        this.stall = stall;
    }

    @Override
    public InputStream open(String path) {
        String url = locationOf(URI.create(base + path));
        int query = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
        int name = url.lastIndexOf('/', query) + 1;
        return new HttpFetcher(storage, URI.create(url.substring(0, name)), total, stall).open(url.substring(name));
    }

    private String locationOf(URI asked) {
        HttpRequest request = HttpRequest.newBuilder(asked).timeout(stall).GET().build();
        HttpResponse<byte[]> response;
        try {
            response = new BoundedHttp(stall, MAX_BODY).send(api.get(), request);
        } catch (Unreachable e) {
            throw new FetchFailed(e.getMessage(), e);
        }
        return switch (response.statusCode()) {
            case 302, 303, 307 -> location(asked, response);
            case 403, 404 -> throw new FileMissing("GET " + asked + " answered " + response.statusCode());
            default -> throw new FetchFailed("GET " + asked + ": expected a redirect, found " + response.statusCode());
        };
    }

    private static String location(URI asked, HttpResponse<byte[]> response) {
        String location = response.headers().firstValue("location").orElseThrow(
                () -> new FetchFailed("GET " + asked + ": expected a location with the redirect, found none"));
        if (!location.startsWith("https://") && !Probe.isLoopbackUrl(location)) {
            throw new FetchFailed("GET " + asked + ": expected a redirect to https, found another scheme");
        }
        return location;
    }
}
