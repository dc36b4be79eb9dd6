package io.groundswell.agent.connection;

import io.groundswell.domain.probe.Probe;
import io.groundswell.tuf.FetchFailed;
import io.groundswell.tuf.client.Fetcher;
import io.groundswell.tuf.client.HttpFetcher;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Repository files: asked of the API, and read from storage where it points there, as it does for large ones.
 *
 * <p>One redirect is followed, to https on another machine; to this very one only for a server that is there itself, or
 * whoever serves metadata could have any service of the device called. What is read is not trusted: signed metadata
 * decides about the bytes.
 */
final class RepositoryFiles implements Fetcher {

    private final Supplier<HttpClient> api;
    private final HttpClient storage;
    private final URI base;
    private final Duration total;
    private final Duration stall;

    RepositoryFiles(Supplier<HttpClient> api, HttpClient storage, String base, Duration total, Duration stall) {
        this.api = api;
        this.storage = storage;
        this.base = URI.create(base);
        this.total = total;
        this.stall = stall;
    }

    @Override
    public InputStream open(String path) {
        HttpFetcher.Answer answer = new HttpFetcher(api.get(), base, total, stall).ask(path);
        return switch (answer.status()) {
            case 302, 303, 307 -> {
                answer.discard();
                yield fromStorage(location(answer));
            }
            default -> answer.file();
        };
    }

    private InputStream fromStorage(String url) {
        int query = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
        int name = url.lastIndexOf('/', query) + 1;
        return new HttpFetcher(storage, URI.create(url.substring(0, name)), total, stall).open(url.substring(name));
    }

    private String location(HttpFetcher.Answer answer) {
        String location = answer.headers().firstValue("location").orElseThrow(() -> strange(answer, "none"));
        boolean isLocal = Probe.isLoopbackUrl(location);
        if (isLocal && !Probe.isLoopbackUrl(base.toString())) {
            throw strange(answer, "one to this device itself");
        }
        if (!isLocal && !location.startsWith("https://")) {
            throw strange(answer, "another scheme");
        }
        try {
            URI.create(location);
            return location;
        } catch (IllegalArgumentException e) {
            throw new FetchFailed("GET " + answer.asked() + ": expected a redirect to a URL, found something else", e);
        }
    }

    private static FetchFailed strange(HttpFetcher.Answer answer, String found) {
        return new FetchFailed("GET " + answer.asked() + ": expected a redirect to https on another machine, found " + found);
    }
}
