package io.groundswell.agent.connection;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whole requests with a deadline for everything, connecting and reading the body included.
 *
 * @param deadline for one call
 * @param mostBytes of an answer's body
 */
public record BoundedHttp(Duration deadline, int mostBytes) {

    /** Bounds that fit every answer but artifact bytes. */
    public static final BoundedHttp STANDARD = new BoundedHttp(Duration.ofSeconds(20), 4 << 20);

    /**
     * Sends a request and reads the whole answer, whatever its status.
     *
     * @throws Unreachable if there is none in time and size
     */
    public HttpResponse<byte[]> send(HttpClient http, HttpRequest request) {
        String call = request.method() + " " + request.uri();
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, head -> new BoundedBody(mostBytes));
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new Unreachable(call + ": no whole answer within " + deadline.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new Unreachable(call + ": " + reason(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new Unreachable(call + ": interrupted", e);
        }
    }

    private static String reason(Throwable cause) {
        if (cause instanceof ConnectException && cause.getMessage() == null) {
            return "nobody answers there";
        }
        boolean telling = cause instanceof IOException && cause.getMessage() != null;
        return telling ? cause.getMessage() : cause.toString();
    }
}
