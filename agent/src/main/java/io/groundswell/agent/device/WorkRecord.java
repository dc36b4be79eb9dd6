package io.groundswell.agent.device;

import io.groundswell.agent.disk.DamagedFile;
import io.groundswell.agent.disk.StoredFields;
import io.groundswell.agent.probe.ProbeRun;
import io.groundswell.agent.report.Report;
import io.groundswell.agent.update.Installed;
import io.groundswell.agent.update.Update;
import io.groundswell.agent.update.Work;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.probe.Probe;
import io.groundswell.domain.probe.ProbeType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The journal's entry as JSON. */
final class WorkRecord {

    private WorkRecord() {
    }

    static Map<String, Object> toJson(Work work) {
        return switch (work) {
            case Work.Applying applying -> entry("applying", applying, "update", update(applying.update()),
                    "probe", probe(applying.probe()), "before", installed(applying.before()));
            case Work.Probing probing -> entry("probing", probing, "update", update(probing.update()),
                    "run", run(probing.run()), "before", installed(probing.before()));
            case Work.RollingBack back -> entry("rolling_back", back, "before", installed(back.before()),
                    "verdict", report(back.verdict()));
            case Work.Reverting reverting -> entry("reverting", reverting,
                    "previous", installed(Optional.of(reverting.previous())));
            case Work.Settling settling -> entry("settling", settling, "verdict", report(settling.verdict()));
        };
    }

    static Work read(StoredFields json) {
        String rollout = json.text("rollout");
        String artifact = json.text("artifact");
        String stage = json.text("stage");
        return switch (stage) {
            case "applying" -> new Work.Applying(rollout, readUpdate(json), readProbe(json.object("probe")),
                    readInstalled(json, "before"));
            case "probing" -> new Work.Probing(rollout, readUpdate(json), readRun(json.object("run")),
                    readInstalled(json, "before"));
            case "rolling_back" -> new Work.RollingBack(rollout, artifact, readInstalled(json, "before"),
                    readReport(json.object("verdict")));
            case "reverting" -> new Work.Reverting(rollout, artifact, readInstalled(json, "previous").orElseThrow());
            case "settling" -> new Work.Settling(rollout, artifact, readReport(json.object("verdict")));
            default -> throw new DamagedFile(json.file(), "a stage of work that this agent knows", stage);
        };
    }

    static Map<String, Object> report(Report report) {
        return report.toJson();
    }

    static Report readReport(StoredFields json) {
        return new Report(json.text("rollout"), WorkState.parse(json.text("state")),
                json.optionalText("detail"));
    }

    private static Map<String, Object> entry(String stage, Work work, Object... members) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("stage", stage);
        json.put("rollout", work.rollout());
        json.put("artifact", work.artifact());
        for (int i = 0; i < members.length; i += 2) {
            if (!Map.of().equals(members[i + 1])) {
                json.put((String) members[i], members[i + 1]);
            }
        }
        return json;
    }

    private static Map<String, Object> update(Update update) {
        Map<String, Object> json = installed(Optional.of(update.installed()));
        json.put("kind", update.kind().word());
        json.put("target", update.target());
        json.put("size", update.size());
        json.put("manifest", update.manifest());
        return json;
    }

    private static Update readUpdate(StoredFields json) {
        StoredFields update = json.object("update");
        Installed version = readInstalled(json, "update").orElseThrow();
        return new Update(version.ref(), ArtifactKind.parse(update.text("kind")), update.text("target"),
                update.number("size"), version.sha256(), update.map("manifest"));
    }

    private static Map<String, Object> installed(Optional<Installed> version) {
        Map<String, Object> json = new LinkedHashMap<>();
        version.ifPresent(present -> {
            json.put("name", present.ref().name());
            json.put("version", present.ref().version());
            json.put("sha256", present.sha256());
        });
        return json;
    }

    private static Optional<Installed> readInstalled(StoredFields json, String member) {
        return json.optionalObject(member).map(version -> new Installed(
                new ArtifactRef(version.text("name"), version.text("version")), version.text("sha256")));
    }

    private static Map<String, Object> run(ProbeRun run) {
        Map<String, Object> json = probe(run.probe());
        json.put("used", run.used());
        json.put("due", run.due().toString());
        json.put("under_way", run.isUnderWay());
        json.put("interruptions", run.interruptions());
        return json;
    }

    private static ProbeRun readRun(StoredFields json) {
        return new ProbeRun(readProbe(json), (int) json.number("used"), Instant.parse(json.text("due")),
                json.isTrue("under_way"), json.optionalNumber("interruptions").orElse(0L).intValue());
    }

    private static Map<String, Object> probe(Probe probe) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", probe.type().word());
        json.put("target", probe.target());
        json.put("timeout_s", probe.timeoutS());
        json.put("attempts", probe.attempts());
        json.put("initial_delay_s", probe.initialDelayS());
        return json;
    }

    private static Probe readProbe(StoredFields json) {
        return new Probe(ProbeType.parse(json.text("type")), json.text("target"), (int) json.number("timeout_s"),
                (int) json.number("attempts"), (int) json.number("initial_delay_s"));
    }
}
