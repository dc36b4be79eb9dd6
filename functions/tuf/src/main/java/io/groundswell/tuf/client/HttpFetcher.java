package io.groundswell.tuf.client;

import io.groundswell.tuf.FetchFailed;
import io.groundswell.tuf.FileMissing;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;

/**
 * Files below a base URL, over HTTP.
 *
 * <p>A body that makes no progress for the stall time, or is not complete at the total deadline, is cut off. Whether
 * redirects are followed and which certificates are shown is the given client's business.
 */
public final class HttpFetcher implements Fetcher {

    private final HttpClient http;
    private final String base;
    private final Duration total;
    private final Duration stall;

    /** Fetches below {@code base}, with a deadline for a whole file and for each pause in it. */
    public HttpFetcher(HttpClient http, URI base, Duration total, Duration stall) {
        this.http = http;
        this.base = base.toString().endsWith("/") ? base.toString() : base + "/";
        this.total = total;
        this.stall = stall;
    }

    /**
     * An answer, whatever its status.
     *
     * @param body is read as it comes, and has to be closed
     */
    public record Answer(URI asked, int status, HttpHeaders headers, InputStream body) {

        /** The body if this is the file; nothing more is read of any other answer. */
        public InputStream file() {
            if (status == 200) {
                return body;
            }
            discard();
            if (status == 403 || status == 404) {
                throw new FileMissing("GET " + asked + " answered " + status);
            }
            throw new FetchFailed("GET " + asked + ": expected 200, found " + status);
        }

        /** Gives up what has not been read. */
        public void discard() {
            try {
                body.close();
            } catch (IOException e) {
                throw new FetchFailed("GET " + asked + " could not be given up: " + e, e);
            }
        }
    }

    @Override
    public InputStream open(String path) {
        return ask(path).file();
    }

    /**
     * Asks for a file and waits for the head of the answer.
     *
     * @throws FetchFailed if there is none in time
     */
    public Answer ask(String path) {
        URI uri = URI.create(base + path);
        long deadline = System.nanoTime() + total.toNanos();
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(stall).GET().build();
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response;
        try {
            response = http.send(request, HttpResponse.BodyHandlers.ofPublisher());
        } catch (IOException e) {
            throw new FetchFailed("GET " + uri + " failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FetchFailed("GET " + uri + " was interrupted", e);
        }
        TimedBody body = new TimedBody(uri.toString(), deadline, stall);
        response.body().subscribe(body);
        return new Answer(uri, response.statusCode(), response.headers(), body);
    }
}
