package io.groundswell.cli.bench;

import io.groundswell.local.Main;
import java.nio.file.Path;
import java.util.List;

/** How tests start a LocalCloud in a process of its own. */
final class Launchers {

    private Launchers() {
    }

    static List<String> local() {
        return List.of(ProcessHandle.current().info().command().orElseThrow(), "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
                KillLoop.QUICK_START, "-cp", System.getProperty("java.class.path"), Main.class.getName(),
                "--template", Path.of("../infra/template.yaml").toAbsolutePath().normalize().toString());
    }
}
