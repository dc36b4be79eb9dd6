package io.groundswell.cli.bench;

import io.groundswell.domain.device.WorkState;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A rollout of as many waves as devices, one call at a time: what a call costs by itself, and how soon a wave follows another. */
final class SingleFile {

    private final TestBench bench;
    private final Latencies heartbeats = new Latencies();
    private final Latencies reports = new Latencies();
    private final Latencies openings = new Latencies();

    SingleFile(TestBench bench) {
        this.bench = bench;
    }

    /** Runs it; {@code inOrder} are the group's devices by position. */
    void run(String group, List<LightDevice> inOrder) {
        int waves = inOrder.size();
        List<Map<String, Object>> strategy = IntStream.rangeClosed(1, waves)
                .mapToObj(wave -> TestBench.wave(wave == waves ? 100 : 100.0 * wave / waves, "auto")).toList();
        String id = bench.rollOut(group, strategy);
        bench.awaitWave(id, 0);
        for (int wave = 0; wave < waves; wave++) {
            LightDevice device = inOrder.get(wave);
            device.heartbeat();
            timed(heartbeats, device::heartbeat);
            for (WorkState state : LightDevice.REPORTS) {
                timed(reports, () -> device.report(id, state));
            }
            long last = System.nanoTime();
            device.rest();
            if (wave + 1 < waves) {
                bench.awaitWave(id, wave + 1);
                openings.add(System.nanoTime() - last);
            }
        }
        bench.awaitStatus(id, "succeeded");
    }

    private static void timed(Latencies times, Runnable call) {
        long begun = System.nanoTime();
        call.run();
        times.add(System.nanoTime() - begun);
    }

    /** Heartbeats on an open connection. */
    Latencies heartbeats() {
        return heartbeats;
    }

    Latencies reports() {
        return reports;
    }

    /** From a wave's last report to the next wave's opening, as an operator sees it. */
    Latencies openings() {
        return openings;
    }
}
