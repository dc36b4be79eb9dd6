package io.groundswell.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.apply.Allowlists;
import io.groundswell.agent.apply.Reload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceAllowlistsTest {

    @TempDir
    private Path folder;

    private DeviceAllowlists read(String json) throws IOException {
        return DeviceAllowlists.read(Optional.of(Files.setPosixFilePermissions(
                Files.writeString(folder.resolve("allowlists.json"), json), PosixFilePermissions.fromString("rw-r--r--"))));
    }

    @Test
    @DisplayName("[R29] [R30] everything is denied unless it is listed")
    void deniesByDefault() throws IOException {
        assertEquals(new DeviceAllowlists(Set.of(), Allowlists.NONE), DeviceAllowlists.read(Optional.empty()));
        assertEquals(new DeviceAllowlists(Set.of(), Allowlists.NONE.guarding(
                Set.of(folder.resolve("allowlists.json"), Path.of("/etc/groundswell/agent.env")))), read("{}"));
    }

    @Test
    @DisplayName("[R29] [R30] reads programs, prefixes, reloads, containers and the engine, and guards the file and the probes")
    void readsEverything() throws IOException {
        assertEquals(new DeviceAllowlists(Set.of("/usr/lib/app/check"), new Allowlists(List.of(Path.of("/etc/app")),
                        Map.of("app", new Reload.Unit("app.service"),
                                "nginx", new Reload.Program(List.of("/usr/sbin/nginx", "-s", "reload"))),
                        Map.of("web", List.of("--network=host")), Optional.of(Path.of("/usr/bin/podman")),
                        Set.of(folder.resolve("allowlists.json"), Path.of("/etc/groundswell/agent.env"),
                                Path.of("/usr/lib/app/check")))),
                read("""
                        {"exec_probes": ["/usr/lib/app/check"], "config_prefixes": ["/etc/app"],
                         "reloads": {"app": "app.service", "nginx": "/usr/sbin/nginx -s reload"},
                         "containers": {"web": ["--network=host"]}, "container_engine": "/usr/bin/podman"}"""));
    }

    @ParameterizedTest
    @DisplayName("[R35] a file that is wrong is refused as a whole, and what is wrong is named")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "[]                             | must hold one JSON object",
        "{\"exec_probes\": \"/bin/true\"}  | exec_probes must be an array of strings, found STRING",
        "{\"exec_probes\": [1]}           | exec_probes must hold strings, found NUMBER",
        "{\"exec_probes\": [\"true\"]}      | exec_probes must hold absolute paths",
        "{\"exec_probes\": [\"/a/../b\"]}   | exec_probes must hold absolute paths",
        "{\"exec_probe\": []}             | found also [exec_probe]",
        "{\"reloads\": [\"app\"]}           | reloads must be an object, found ARRAY",
        "{\"config_prefixes\": [\"etc\"]}   | must be an absolute path",
        "{\"reloads\": {}, \"reloads\": {}} | Duplicate field 'reloads'",
        "{} {}                          | Trailing token",
        "{                              | Unexpected end-of-input"})
    void namesWhatIsWrong(String json, String expected) {
        CommandEnded ended = assertThrows(CommandEnded.class, () -> read(json.strip()));
        assertEquals(ExitStatus.USAGE, ended.status());
        assertTrue(ended.getMessage().startsWith("--allowlists " + folder), ended.getMessage());
        assertTrue(ended.getMessage().contains(expected.strip()), ended.getMessage());
    }

    @Test
    @DisplayName("a file that others could widen is refused")
    void refusesAnOpenFile() throws IOException {
        read("{}");
        Files.setPosixFilePermissions(folder.resolve("allowlists.json"), PosixFilePermissions.fromString("rw-rw-r--"));
        assertTrue(assertThrows(CommandEnded.class,
                () -> DeviceAllowlists.read(Optional.of(folder.resolve("allowlists.json")))).getMessage()
                .endsWith("must be writable by its owner alone; chmod go-w it"));
    }
}
