package io.groundswell.agent.tuf;

import io.groundswell.tuf.TargetFile;
import io.groundswell.tuf.TufException;
import io.groundswell.tuf.client.DirectoryMetadata;
import io.groundswell.tuf.client.HttpFetcher;
import io.groundswell.tuf.client.Limits;
import io.groundswell.tuf.client.TufClient;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** {@code tuf init | refresh | download}: exit status 0 if everything was verified, otherwise 1 with one line of why. */
public final class TufCommand {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration STALL = Duration.ofSeconds(20);
    private static final Duration METADATA_TOTAL = Duration.ofMinutes(1);
    private static final Duration TARGET_TOTAL = Duration.ofHours(1);

    private final PrintStream out;
    private final PrintStream err;

    /** A command that reports on these streams. */
    public TufCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the command line and returns the exit status. */
    public int run(List<String> args) {
        try {
            TufArguments arguments = TufArguments.parse(args);
            switch (arguments.command()) {
                case "init" -> init(arguments);
                case "refresh" -> refresh(arguments);
                case "download" -> download(arguments);
                default -> throw new IllegalArgumentException("unknown command \"" + arguments.command()
                        + "\"; expected init, refresh or download");
            }
            return 0;
        } catch (TufException | IllegalArgumentException e) {
            return failed(e.getMessage());
        } catch (UncheckedIOException e) {
            return failed(e.getCause().toString());
        } catch (IOException e) {
            return failed(e.toString());
        }
    }

    private int failed(String why) {
        err.println("tuf: " + why);
        return 1;
    }

    private void init(TufArguments arguments) throws IOException {
        Path directory = arguments.path("--metadata-dir");
        Path root = Path.of(arguments.operands(1).getFirst());
        Files.createDirectories(directory);
        TufClient.trustRoot(new DirectoryMetadata(directory), Files.readAllBytes(root));
        out.println("trusting " + root);
    }

    private void refresh(TufArguments arguments) {
        arguments.operands(0);
        try (HttpClient http = newClient()) {
            client(arguments, http).refresh();
        }
        out.println("metadata is current");
    }

    private void download(TufArguments arguments) throws IOException {
        arguments.operands(0);
        if (arguments.targetNames().isEmpty()) {
            throw new IllegalArgumentException("the command download needs --target-name");
        }
        TargetDirectory directory = new TargetDirectory(arguments.path("--target-dir"));
        URI base = arguments.url("--target-base-url");
        Files.createDirectories(directory.directory());
        try (HttpClient http = newClient()) {
            TufClient client = client(arguments, http);
            client.refresh();
            HttpFetcher targets = new HttpFetcher(http, base, TARGET_TOTAL, STALL);
            for (String name : arguments.targetNames()) {
                TargetFile target = client.findTarget(name).orElseThrow(
                        () -> new IllegalArgumentException("no trusted role knows the target \"" + name + "\""));
                out.println(directory.obtain(client, name, target, targets));
            }
        }
    }

    private static TufClient client(TufArguments arguments, HttpClient http) {
        HttpFetcher metadata = new HttpFetcher(http, arguments.url("--metadata-url"), METADATA_TOTAL, STALL);
        return new TufClient(new DirectoryMetadata(arguments.path("--metadata-dir")), metadata,
                InstantSource.system(), Limits.STANDARD);
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NORMAL).build();
    }
}
