package io.groundswell.agent.connection;

import io.groundswell.domain.probe.Probe;
import io.groundswell.tuf.FetchFailed;
import io.groundswell.tuf.FileMissing;
import io.groundswell.tuf.client.Fetcher;
import io.groundswell.tuf.client.HttpFetcher;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Repository files: asked of the API, and read from storage where it points there, as it does for large ones.
 *
 * <p>One redirect is followed, to https or to this very machine. What is read is not trusted: signed metadata decides
 * about the bytes.
 */
final class RepositoryFiles implements Fetcher {

    /** An answer of the API itself stays below what a function can return. */
    private static final int MOST_DIRECT = 6 << 20;

    private final Supplier<HttpClient> api;
    private final HttpClient storage;
    private final String base;
    private final Duration total;
    private final Duration stall;

    RepositoryFiles(Supplier<HttpClient> api, HttpClient storage, String base, Duration total, Duration stall) {
        this.api = api;
        this.storage = storage;
        this.base = base;
        this.total = total;
        this.stall = stall;
    }

    @Override
    public InputStream open(String path) {
        URI asked = URI.create(base + path);
        HttpResponse<byte[]> answer = ask(asked);
        return switch (answer.statusCode()) {
            case 200 -> new ByteArrayInputStream(answer.body());
            case 302, 303, 307 -> fromStorage(location(asked, answer));
            case 403, 404 -> throw new FileMissing("GET " + asked + " answered " + answer.statusCode());
            default -> throw new FetchFailed("GET " + asked + ": expected the file or a redirect, found "
                    + answer.statusCode());
        };
    }

    private HttpResponse<byte[]> ask(URI asked) {
        HttpRequest request = HttpRequest.newBuilder(asked).timeout(stall).GET().build();
        try {
            return new BoundedHttp(stall, MOST_DIRECT).send(api.get(), request);
        } catch (Unreachable e) {
            throw new FetchFailed(e.getMessage(), e);
        }
    }

    private InputStream fromStorage(String url) {
        int query = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
        int name = url.lastIndexOf('/', query) + 1;
        return new HttpFetcher(storage, URI.create(url.substring(0, name)), total, stall).open(url.substring(name));
    }

    private static String location(URI asked, HttpResponse<byte[]> answer) {
        String location = answer.headers().firstValue("location").orElseThrow(
                () -> new FetchFailed("GET " + asked + ": expected a location with the redirect, found none"));
        if (!location.startsWith("https://") && !Probe.isLoopbackUrl(location)) {
            throw new FetchFailed("GET " + asked + ": expected a redirect to https, found another scheme");
        }
        try {
            URI.create(location);
        } catch (IllegalArgumentException e) {
            throw new FetchFailed("GET " + asked + ": expected a redirect to a URL, found something else", e);
        }
        return location;
    }
}
