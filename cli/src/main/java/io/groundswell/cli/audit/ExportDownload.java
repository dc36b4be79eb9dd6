package io.groundswell.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.UsageError;
import io.groundswell.cli.api.OperatorApi;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Has an export written, request by request, and fetches its files and the key that verifies them. */
public final class ExportDownload {

    public static final String KEY = "evidence-key.pem";

    private static final int MOST_FAILURES = 6;
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final OperatorApi api;
    private final PrintStream out;

    public ExportDownload(OperatorApi api, PrintStream out) {
        this.api = api;
        this.out = out;
    }

    /** @param folder an empty or a new one */
    public void download(String fleet, Path folder) {
        prepare(folder);
        String path = "/fleets/" + fleet + "/audit/exports";
        JsonNode export = api.post(path, Map.of());
        String id = export.path("id").asText();
        while (export.path("status").asText().equals("in_progress")) {
            out.println("export " + id + ": " + export.path("events").asLong() + " of "
                    + export.path("events_total").asLong() + " events written");
            export = goOn(path + "/" + id);
        }
        export.path("objects").forEach(object ->
                api.download(object.path("url").asText(), folder.resolve(object.path("name").asText())));
        write(folder.resolve(KEY), api.get("/fleets/" + fleet + "/keys").path("evidence_key").asText());
        out.println("export " + id + ": " + export.path("events").asLong() + " events, "
                + export.path("verdict").asText() + ", in " + folder);
    }

    /** What failed may be asked for again: a request that was cut off left its export as it was. */
    private JsonNode goOn(String path) {
        for (int failures = 1; ; failures++) {
            try {
                return api.post(path, Map.of());
            } catch (CommandFailed failure) {
                if (failures == MOST_FAILURES) {
                    throw failure;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static void prepare(Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new UsageError("--out must be an empty or a new folder, found files in " + folder);
                }
            }
        } catch (IOException e) {
            throw new UsageError("--out must be a folder that can be written, found " + e.getMessage());
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CommandFailed("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
