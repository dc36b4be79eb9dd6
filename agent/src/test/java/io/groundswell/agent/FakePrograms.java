package io.groundswell.agent;

import io.groundswell.agent.process.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The device's programs: what was run, and how it ends. */
final class FakePrograms implements Programs {

    static final Path ENGINE = Path.of("/usr/bin/podman");

    final List<List<String>> runs = new ArrayList<>();
    int exit;

    @Override
    public Ended run(List<String> command, Duration timeout) {
        runs.add(command);
        return new Ended(exit, false, "");
    }

    @Override
    public Ended ask(List<String> command, Duration timeout) {
        return run(command, timeout);
    }
}
