package io.groundswell.agent.command;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.groundswell.agent.apply.Allowlists;
import io.groundswell.agent.apply.Reload;
import io.groundswell.agent.disk.DiskTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the device's owner allows, as the file that {@code --allowlists} names.
 *
 * <p>One JSON object; a member that is left out allows nothing. Signed metadata chooses from it and never adds to it.
 *
 * @param execProbes absolute paths of programs
 */
record DeviceAllowlists(Set<String> execProbes, Allowlists appliers) {

    static final DeviceAllowlists NONE = new DeviceAllowlists(Set.of(), Allowlists.NONE);

    /** The members of the file, for the documentation. */
    static final List<String> MEMBERS =
            List.of("exec_probes", "config_prefixes", "reloads", "containers", "container_engine");

    /** Where the service unit reads flags, and so the allowlists' own name, from. */
    static final Path ENVIRONMENT = Path.of("/etc/groundswell/agent.env");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /** @throws CommandEnded naming the file and what is wrong with it */
    static DeviceAllowlists read(Optional<Path> file) {
        return file.map(DeviceAllowlists::read).orElse(NONE);
    }

    private static DeviceAllowlists read(Path file) {
        try {
            requireOwnersAlone(file);
            return of(JSON.readTree(Files.readAllBytes(file))).guardedIn(file);
        } catch (JacksonException | IllegalArgumentException e) {
            String reason = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
            throw new CommandEnded(ExitStatus.USAGE, "--allowlists " + file + ": " + reason, e);
        } catch (IOException e) {
            throw new CommandEnded(ExitStatus.USAGE, "--allowlists " + file + " cannot be read: " + DiskTrouble.reason(e), e);
        }
    }

    /** Nothing signed may take the place of what is written here, or of a program that it names. */
    private DeviceAllowlists guardedIn(Path file) {
        Stream<Path> programs = execProbes.stream().map(Path::of);
        return new DeviceAllowlists(execProbes, appliers.guarding(
                Stream.concat(Stream.of(file.toAbsolutePath(), ENVIRONMENT), programs).collect(Collectors.toSet())));
    }

    private static void requireOwnersAlone(Path file) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (mode.contains(PosixFilePermission.GROUP_WRITE) || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IllegalArgumentException("must be writable by its owner alone; chmod go-w it");
        }
    }

    private static DeviceAllowlists of(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("must hold one JSON object");
        }
        Set<String> unknown = new TreeSet<>();
        json.fieldNames().forEachRemaining(unknown::add);
        MEMBERS.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("expected the members " + MEMBERS + ", found also " + unknown);
        }
        Set<String> programs = new HashSet<>(texts("exec_probes", json.path("exec_probes")));
        programs.forEach(DeviceAllowlists::requireAbsolute);
        return new DeviceAllowlists(Set.copyOf(programs), new Allowlists(
                texts("config_prefixes", json.path("config_prefixes")).stream().map(Path::of).toList(),
                named("reloads", json.path("reloads"), entry -> Reload.parse(text("reloads", entry))),
                named("containers", json.path("containers"), entry -> texts("containers", entry)),
                json.has("container_engine")
                        ? Optional.of(Path.of(text("container_engine", json.path("container_engine"))))
                        : Optional.empty()));
    }

    private static void requireAbsolute(String program) {
        if (!Path.of(program).isAbsolute() || !Path.of(program).normalize().toString().equals(program)) {
            throw new IllegalArgumentException("exec_probes must hold absolute paths without \".\" and \"..\", found "
                    + program);
        }
    }

    private static List<String> texts(String member, JsonNode array) {
        if (array.isMissingNode()) {
            return List.of();
        }
        if (!array.isArray()) {
            throw new IllegalArgumentException(member + " must be an array of strings, found " + array.getNodeType());
        }
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(text(member, item)));
        return texts;
    }

    private static <T> Map<String, T> named(String member, JsonNode object, Function<JsonNode, T> value) {
        if (object.isMissingNode()) {
            return Map.of();
        }
        if (!object.isObject()) {
            throw new IllegalArgumentException(member + " must be an object, found " + object.getNodeType());
        }
        Map<String, T> named = new HashMap<>();
        object.properties().forEach(entry -> named.put(entry.getKey(), value.apply(entry.getValue())));
        return named;
    }

    private static String text(String member, JsonNode node) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException(member + " must hold strings, found " + node.getNodeType());
        }
        return node.textValue();
    }
}
