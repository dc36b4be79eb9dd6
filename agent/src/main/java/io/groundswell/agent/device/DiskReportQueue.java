package io.groundswell.agent.device;

import io.groundswell.agent.disk.DamagedFile;
import io.groundswell.agent.disk.DiskTrouble;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.disk.Reserve;
import io.groundswell.agent.disk.SealedJson;
import io.groundswell.agent.report.Report;
import io.groundswell.agent.report.ReportQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reports as one file each, numbered in their order; a file has its name only once it is whole.
 *
 * <p>A terminal report is never dropped. While the server is away for long, a non-terminal one goes as soon as a later
 * report on the same rollout stands behind it: the server would learn nothing from it but that time passed.
 */
final class DiskReportQueue implements ReportQueue {

    /** How many reports may wait before those that say nothing new are dropped. */
    static final int MANY = 64;

    private static final Pattern NUMBERED = Pattern.compile("\\d{18}");
    private static final String DAMAGED = ".damaged";

    private final DurableFiles files;
    private final Reserve reserve;
    private final Path directory;
    private final TreeMap<Long, Report> waiting = new TreeMap<>();
    private long last;

    private DiskReportQueue(DurableFiles files, Reserve reserve, Path directory) {
        this.files = files;
        this.reserve = reserve;
        this.directory = directory;
    }

    /**
     * The queue as it was left.
     *
     * @param findings told of files that are not whole reports, which are set aside
     */
    static DiskReportQueue open(DurableFiles files, Reserve reserve, Path directory, Consumer<String> findings)
            throws IOException {
        DiskReportQueue queue = new DiskReportQueue(files, reserve, directory);
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path file : entries.sorted().toList()) {
                queue.take(file, findings);
            }
        }
        return queue;
    }

    private void take(Path file, Consumer<String> findings) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(DurableFiles.UNFINISHED)) {
            files.deleteTree(file);
        } else if (isReport(name)) {
            long number = Long.parseLong(name);
            last = Math.max(last, number);
            read(file, findings).ifPresent(report -> waiting.put(number, report));
        } else if (!name.endsWith(DAMAGED)) {
            findings.accept(file + " is not a report and is left alone");
        }
    }

    static boolean isReport(String name) {
        return NUMBERED.matcher(name).matches();
    }

    private Optional<Report> read(Path file, Consumer<String> findings) throws IOException {
        try {
            return Optional.of(WorkRecord.readReport(SealedJson.read(file)));
        } catch (DamagedFile | IllegalArgumentException e) {
            findings.accept(e.getMessage() + "; it is set aside as " + file.getFileName() + DAMAGED);
            files.rename(file, file.resolveSibling(file.getFileName() + DAMAGED));
            return Optional.empty();
        }
    }

    @Override
    public synchronized void add(Report report) {
        byte[] content = SealedJson.encode(WorkRecord.report(report));
        long number = last + 1;
        change("queue a report", () -> reserve.run(
                () -> files.replace(file(number), content, DurableFiles.PRIVATE)));
        last = number;
        waiting.put(number, report);
        if (waiting.size() > MANY) {
            dropSuperseded();
        }
    }

    @Override
    public synchronized Optional<Report> first() {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.firstEntry().getValue());
    }

    @Override
    public synchronized void removeFirst() {
        remove(waiting.firstKey());
    }

    /** Drops everything that waits; how many reports that were. */
    synchronized int removeAll() {
        int left = waiting.size();
        for (long number : new ArrayList<>(waiting.keySet())) {
            remove(number);
        }
        return left;
    }

    private void dropSuperseded() {
        Set<String> laterRollouts = new HashSet<>();
        for (long number : new ArrayList<>(waiting.descendingKeySet())) {
            Report report = waiting.get(number);
            if (!laterRollouts.add(report.rollout()) && !report.state().isTerminal()) {
                remove(number);
            }
        }
    }

    private void remove(long number) {
        change("take a report out of the queue", () -> files.delete(file(number)));
        waiting.remove(number);
    }

    private static void change(String what, Reserve.Change change) {
        try {
            change.make();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot " + what + ": " + DiskTrouble.reason(e), e);
        }
    }

    private Path file(long number) {
        return directory.resolve("%018d".formatted(number));
    }

    /** Everything that waits, oldest first. */
    synchronized List<Report> all() {
        return List.copyOf(waiting.values());
    }
}
