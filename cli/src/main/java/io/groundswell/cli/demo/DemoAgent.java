package io.groundswell.cli.demo;

import io.groundswell.cli.CommandFailed;
import io.groundswell.domain.json.Sha256;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real agent: a process with a directory of its own, and run as the service unit runs it. */
final class DemoAgent implements AutoCloseable {

    private static final long ENROLL_S = 60;

    private final String name;
    private final AgentService service;
    private final Path jar;
    private final Path directory;
    private final Path log;
    private Optional<Process> process = Optional.empty();

    DemoAgent(String name, AgentService service, Path jar, Path folder) {
        this.name = name;
        this.service = service;
        this.jar = jar;
        this.directory = folder.resolve(name);
        this.log = folder.resolve(name + ".log");
    }

    String name() {
        return name;
    }

    /** Enrols, and runs from then on. */
    void start(String server, String token, String rootSha256, Path serverCa, Path allowlists) {
        Process enrollment = launch(directory.getParent(), "enroll", "--server", server, "--token", token, "--name", name,
                "--root-sha256", rootSha256, "--server-ca", serverCa.toString());
        try {
            if (!enrollment.waitFor(ENROLL_S, TimeUnit.SECONDS) || enrollment.exitValue() != 0) {
                enrollment.destroyForcibly();
                throw new CommandFailed("the agent " + name + " could not be enrolled: " + said());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("the demo was interrupted", e);
        }
        process = Optional.of(launch(directory, "run", "--allowlists", allowlists.toString()));
    }

    private Process launch(Path workingDirectory, String command, String... flags) {
        List<String> line = new ArrayList<>(service.java(directory.getParent()));
        line.addAll(List.of("-jar", jar.toString(), command, "--dir", directory.toString()));
        line.addAll(List.of(flags));
        try {
            ProcessBuilder builder = new ProcessBuilder(line).directory(workingDirectory.toFile())
                    .redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
            builder.environment().putAll(service.environment());
            Process started = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            return started;
        } catch (IOException e) {
            throw new CommandFailed("the agent " + name + " could not be started: " + e.getMessage(), e);
        }
    }

    /** Leaves a mark that the demo's probe takes for a broken device. */
    void breakDown() {
        try {
            Files.createFile(directory.resolve(DemoAgents.BROKEN));
        } catch (IOException e) {
            throw new CommandFailed("the device " + name + " could not be broken: " + e.getMessage(), e);
        }
    }

    /** The digest of the bytes that programs on the device find. */
    Optional<String> installed(String artifact, String file) {
        try {
            return Optional.of(Sha256.hex(Files.readAllBytes(
                    directory.resolve("artifacts").resolve(artifact).resolve("current").resolve(file))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CommandFailed("what " + name + " runs cannot be read: " + e.getMessage(), e);
        }
    }

    /** Everything that the agent wrote. */
    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "its log cannot be read: " + e.getMessage();
        }
    }

    boolean isRunning() {
        return process.filter(Process::isAlive).isPresent();
    }

    @Override
    public void close() {
        process.ifPresent(Process::destroyForcibly);
        try {
            if (process.isPresent()) {
                process.get().waitFor(ENROLL_S, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
