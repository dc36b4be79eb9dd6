package io.groundswell.agent.apply;

import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.process.Programs;
import io.groundswell.agent.process.Programs.Ended;
import io.groundswell.agent.update.ApplyFailed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Podman or Docker, by the commands that both understand. */
final class ContainerEngine {

    /** Says which artifact a container belongs to; one without it is not the agent's and is not touched. */
    static final String LABEL = "io.groundswell.artifact";

    private static final Duration QUESTION = Duration.ofSeconds(30);
    private static final Duration CHANGE = Duration.ofMinutes(2);
    private static final Duration LOAD = Duration.ofMinutes(15);
    private static final String STOP_S = "10";
    static final List<Path> KNOWN = Stream.of("podman", "docker")
            .flatMap(name -> Stream.of("/usr/bin", "/usr/local/bin", "/bin").map(dir -> Path.of(dir, name))).toList();

    private final Optional<Path> given;
    private final Programs programs;
    private final DurableFiles files;

    ContainerEngine(Optional<Path> given, Programs programs, DurableFiles files) {
        this.given = given;
        this.programs = programs;
        this.files = files;
    }

    /** What runs, or has run, under a name. */
    record Container(String image, boolean isRunning, String artifact) {
    }

    /** What there is of a name. */
    Optional<Container> container(String name) throws IOException {
        Ended answer = ask("container", "inspect", "--format",
                "{{.Image}} {{.State.Running}} {{index .Config.Labels \"" + LABEL + "\"}}", name);
        String[] words = answer.output().strip().split(" ");
        if (!answer.isSuccess() || words.length < 2) {
            return Optional.empty();
        }
        return Optional.of(new Container(bare(words[0]), words[1].equals("true"), words.length > 2 ? words[2] : ""));
    }

    /** The id of the image of which a digest is the id, or the digest of its manifest. */
    Optional<String> imageId(String digest) throws IOException {
        Ended answer = ask("images", "--all", "--no-trunc", "--digests", "--format", "{{.ID}} {{.Digest}}");
        if (!answer.isSuccess()) {
            throw new ApplyFailed("engine_failed", engine() + " must list its images, found exit " + answer.exit(),
                    null);
        }
        return answer.output().lines().map(line -> line.strip().split(" "))
                .filter(words -> Stream.of(words).map(ContainerEngine::bare).anyMatch(bare(digest)::equals))
                .map(words -> bare(words[0])).findFirst();
    }

    /**
     * Takes an archive's images into the engine's storage, without the names that it claims for them.
     *
     * @param untagged where a copy without names may lie meanwhile
     */
    void load(Path archive, Path untagged) throws IOException {
        boolean isCopied = ImageArchive.copyWithoutTags(archive, untagged, files);
        try {
            Ended ended = run(command("load", "--input", (isCopied ? untagged : archive).toString()), LOAD);
            require(ended, "load_failed", "load " + archive);
        } finally {
            files.delete(untagged);
        }
    }

    void run(String name, String artifact, List<String> arguments, String image) throws IOException {
        List<String> command = new ArrayList<>(command("run", "--detach", "--name", name,
                "--label", LABEL + "=" + artifact, "--pull=never"));
        command.addAll(arguments);
        command.add(image);
        require(run(command, CHANGE), "start_failed", "start the container " + name);
    }

    /** Stops and removes a container; one that is absent is fine. */
    void remove(String name) throws IOException {
        if (container(name).isEmpty()) {
            return;
        }
        run(command("stop", "-t", STOP_S, name), CHANGE);
        run(command("rm", "--force", name), CHANGE);
        if (container(name).isPresent()) {
            throw new ApplyFailed("stop_failed", engine() + " must remove the container " + name
                    + ", found it still there", null);
        }
    }

    /** Deletes an image that nobody has given a name; one that is still in use stays. */
    void forgetImage(String digest) throws IOException {
        Optional<String> image = imageId(digest);
        if (image.isPresent()
                && ask("image", "inspect", "--format", "{{len .RepoTags}}", image.get()).output().strip().equals("0")) {
            run(command("rmi", image.get()), CHANGE);
        }
    }

    private void require(Ended ended, String code, String what) throws IOException {
        if (!ended.isSuccess()) {
            throw new ApplyFailed(ended.isTimedOut() ? "engine_timeout" : code, engine() + " must " + what
                    + ", found " + (ended.isTimedOut() ? "no end in time" : "exit " + ended.exit()), null);
        }
    }

    private Ended ask(String... arguments) throws IOException {
        return present(() -> programs.ask(command(arguments), QUESTION));
    }

    private Ended run(List<String> command, Duration timeout) throws IOException {
        return present(() -> programs.run(command, timeout));
    }

    private interface Call {
        Ended make() throws IOException;
    }

    /** An engine that cannot be run is missing, which is no trouble of the disk. */
    private Ended present(Call call) throws IOException {
        try {
            return call.make();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw new ApplyFailed("engine_missing", "cannot run " + engine() + ": " + e.getMessage(), e);
        }
    }

    private List<String> command(String... arguments) {
        return Stream.concat(Stream.of(engine().toString()), Stream.of(arguments)).toList();
    }

    private Path engine() {
        return given.or(() -> KNOWN.stream().filter(Files::isExecutable).findFirst())
                .orElseThrow(() -> new ApplyFailed("engine_missing",
                        "a container needs podman or docker, found none of " + KNOWN, null));
    }

    private static String bare(String digest) {
        return digest.startsWith("sha256:") ? digest.substring("sha256:".length()) : digest;
    }
}
