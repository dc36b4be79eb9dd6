package io.groundswell.agent.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.agent.MemoryDirectory;
import io.groundswell.agent.disk.DiskChange;
import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.disk.Reserve;
import io.groundswell.agent.report.Report;
import io.groundswell.domain.device.WorkState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskReportQueueTest {

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    private final List<String> findings = new ArrayList<>();
    private DiskWatch watch = DiskWatch.NONE;
    private DiskReportQueue queue;

    @BeforeEach
    void reopen() throws IOException {
        DurableFiles files = new DurableFiles((change, path) -> watch.before(change, path));
        queue = DiskReportQueue.open(files, new Reserve(files, directory.resolve("reserve")),
                Files.createDirectories(directory.resolve("reports")), findings::add);
    }

    private List<String> waiting() {
        return queue.all().stream().map(report -> report.rollout() + " " + report.state().word()
                + report.detail().map(code -> " " + code).orElse("")).toList();
    }

    private Path file(int number) {
        return directory.resolve("reports/%018d".formatted(number));
    }

    @Test
    @DisplayName("[R26] reports keep their order, their content and their place over restarts")
    void keepsOrder() throws IOException {
        queue.add(Report.of("r1", WorkState.DOWNLOADING));
        queue.add(Report.of("r1", WorkState.ROLLED_BACK, "probe_failed"));
        reopen();
        queue.add(Report.of("r2", WorkState.DOWNLOADING));
        queue.removeFirst();
        reopen();
        queue.add(Report.of("r2", WorkState.HEALTHY));
        assertEquals(List.of("r1 rolled_back probe_failed", "r2 downloading", "r2 healthy"), waiting());
        assertEquals(Optional.of(Report.of("r1", WorkState.ROLLED_BACK, "probe_failed")), queue.first());
        assertEquals(List.of(), findings);
    }

    @Test
    @DisplayName("[R26] ten and more reports are still in order")
    void ordersByNumber() throws IOException {
        IntStream.rangeClosed(1, 12).forEach(i -> queue.add(Report.of("r" + i, WorkState.HEALTHY)));
        reopen();
        assertEquals(IntStream.rangeClosed(1, 12).mapToObj(i -> "r" + i + " healthy").toList(), waiting());
    }

    @Test
    @DisplayName("[R26] a torn last report is noticed and set aside, and those before it are delivered")
    void noticesTornReports() throws IOException {
        queue.add(Report.of("r1", WorkState.HEALTHY));
        queue.add(Report.of("r2", WorkState.ROLLED_BACK, "probe_failed"));
        byte[] whole = Files.readAllBytes(file(2));
        for (int length = 0; length < whole.length; length++) {
            Files.write(file(2), Arrays.copyOf(whole, length));
            findings.clear();
            reopen();
            assertEquals(List.of("r1 healthy"), waiting(), "cut off after " + length);
            assertEquals(1, findings.size(), "cut off after " + length);
        }
        queue.add(Report.of("r3", WorkState.HEALTHY));
        reopen();
        assertEquals(List.of("r1 healthy", "r3 healthy"), waiting());
    }

    @Test
    @DisplayName("[R26] an altered report is not sent")
    void noticesAlteredReports() throws IOException {
        queue.add(Report.of("r1", WorkState.ROLLED_BACK));
        Files.writeString(file(1), Files.readString(file(1)).replace("rolled_back", "healthy"));
        reopen();
        assertEquals(List.of(), waiting());
        assertEquals(1, findings.size());
    }

    @Test
    @DisplayName("[R26] while the server is away for long, only what a later report makes superfluous is dropped")
    void coalesces() throws IOException {
        queue.add(Report.of("r1", WorkState.DOWNLOADING));
        queue.add(Report.of("r1", WorkState.HEALTHY));
        queue.add(Report.of("r2", WorkState.FAILED, "disk_full"));
        for (int i = 0; i < 500; i++) {
            queue.add(Report.of("r3", WorkState.DOWNLOADING));
            queue.add(Report.of("r4", WorkState.VERIFYING));
        }
        assertEquals(List.of("r1 healthy", "r2 failed disk_full"), waiting().subList(0, 2));
        assertEquals("r4 verifying", waiting().getLast());
        assertEquals(true, waiting().size() <= DiskReportQueue.MANY);
        List<String> before = waiting();
        reopen();
        assertEquals(before, waiting());
    }

    @Test
    @DisplayName("[R26] terminal reports are never dropped, however many wait")
    void keepsTerminalReports() {
        IntStream.range(0, 200).forEach(i -> queue.add(Report.of("r" + i, WorkState.HEALTHY)));
        assertEquals(200, waiting().size());
    }

    @Test
    @DisplayName("[R26] a report that could not be written is not in the queue, and the next takes its place")
    void saysWhatItCouldNotKeep() throws IOException {
        watch = (change, path) -> {
            if (change == DiskChange.WRITE) {
                throw new IOException("No space left on device");
            }
        };
        assertThrows(UncheckedIOException.class, () -> queue.add(Report.of("r1", WorkState.HEALTHY)));
        assertEquals(Optional.empty(), queue.first());
        watch = DiskWatch.NONE;
        queue.add(Report.of("r1", WorkState.HEALTHY));
        reopen();
        assertEquals(List.of("r1 healthy"), waiting());
    }
}
