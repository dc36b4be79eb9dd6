package io.groundswell.cli.audit;

import io.groundswell.cli.Arguments;
import io.groundswell.cli.UsageError;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.domain.audit.ExportFiles;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code audit export} and {@code audit verify}; verify exits with 0 only if all is well, 1 when it found something. */
public final class AuditCommand {

    private AuditCommand() {
    }

    public static int run(List<String> args) {
        return switch (args.isEmpty() ? "" : args.getFirst()) {
            case "export" -> export(args);
            case "verify" -> verify(args, System.out);
            default -> throw new UsageError("audit takes export or verify, found "
                    + (args.isEmpty() ? "nothing" : args.getFirst()));
        };
    }

    private static int export(List<String> args) {
        Arguments arguments = Arguments.parse(args, Set.of("--api", "--region", "--out"), Set.of());
        String fleet = arguments.name("FLEET", arguments.words("export", "FLEET").get(1));
        Path folder = Path.of(arguments.get("--out"));
        try (HttpClient http = HttpClient.newHttpClient()) {
            new ExportDownload(OperatorApi.of(http, arguments), System.out).download(fleet, folder);
        }
        System.out.println("check it with: groundswell audit verify " + folder + " --key "
                + folder.resolve(ExportDownload.KEY) + " --fleet " + fleet);
        return 0;
    }

    static int verify(List<String> args, PrintStream out) {
        Arguments arguments = Arguments.parse(args, Set.of("--key", "--anchors", "--fleet"), Set.of());
        ExportFolder export = ExportFolder.of(Path.of(arguments.words("verify", "EXPORT").get(1)));
        PublicKeyFile key = PublicKeyFile.read(Path.of(arguments.get("--key")));
        Optional<String> fleet = arguments.find("--fleet").map(name -> arguments.name("--fleet", name));
        FindingsReport report = new FindingsReport(out);
        SignedManifest manifest = SignedManifest.read(export, key, report::add);
        if (manifest.isReadable()) {
            fleet.ifPresent(expected -> manifest.requireFleet(expected, report::add));
            Anchors anchors = arguments.find("--anchors").map(Path::of)
                    .map(folder -> Anchors.read(folder, manifest.fleet(), key, report::add))
                    .orElseGet(() -> Anchors.none(report::add));
            long events = new ExportVerification(manifest, anchors, report::add).verify(export.file(ExportFiles.EVENTS));
            out.println("fleet " + manifest.fleet() + ": " + events + " events, " + manifest.heads().size() + " lanes, written " + manifest.text("created_at")
                    + " for " + manifest.text("created_by"));
            anchors.summary().ifPresent(out::println);
        }
        return report.verdict(key);
    }
}
