package io.groundswell.agent.probe;

import io.groundswell.agent.probe.Prober.Outcome;
import io.groundswell.domain.probe.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * GET on a URL of this very machine: 2xx is healthy, whatever the body says; a redirect is not followed.
 *
 * <p>With https the server's certificate is not checked: nobody stands between two ends of one machine, and local
 * services certify themselves.
 */
final class HttpProbe {

    Outcome attempt(String target, Duration timeout) {
        if (!Probe.isLoopbackUrl(target) || !resolvesToLoopback(URI.create(target))) {
            return Outcome.DENIED;
        }
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY).followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(LocalTls.context()).build();
        try {
            return status(client.sendAsync(request(target, timeout), BodyHandlers.ofInputStream()), timeout);
        } finally {
            client.shutdownNow();
        }
    }

    private static HttpRequest request(String target, Duration timeout) {
        return HttpRequest.newBuilder(URI.create(target)).timeout(timeout).GET().build();
    }

    /** The answer's head decides; its body, which may have no end, is not read. */
    private static Outcome status(CompletableFuture<HttpResponse<InputStream>> answer, Duration timeout) {
        try {
            HttpResponse<InputStream> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            response.body().close();
            return response.statusCode() / 100 == 2 ? Outcome.HEALTHY : Outcome.UNHEALTHY;
        } catch (TimeoutException e) {
            answer.cancel(true);
            return Outcome.TIMED_OUT;
        } catch (ExecutionException e) {
            return e.getCause() instanceof HttpTimeoutException ? Outcome.TIMED_OUT : Outcome.UNHEALTHY;
        } catch (IOException e) {
            return Outcome.UNHEALTHY;
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return Outcome.TIMED_OUT;
        }
    }

    /** A hosts file may send {@code localhost} elsewhere; the client asks the same cache for the address again. */
    static boolean resolvesToLoopback(URI target) {
        try {
            return Arrays.stream(InetAddress.getAllByName(target.getHost())).allMatch(InetAddress::isLoopbackAddress);
        } catch (IOException e) {
            return false;
        }
    }
}
