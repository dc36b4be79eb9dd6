package io.groundswell.cli.bench;

import io.groundswell.domain.device.WorkState;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** An execution's transitions grow with the waves and not with the devices; they are counted in its history. */
record TransitionBudget(TestBench bench) {

    private static final int PER_WAVE = 8;
    private static final int BESIDES = 6;

    /** Measured on a group of as many devices as there are to be waves, in the order of their positions. */
    List<Budget> measure(String group, List<LightDevice> devices) {
        return List.of(budget("waves that open by themselves", devices.size(), automatic(group, devices)),
                budget("waves that are approved, one halt and resume", devices.size(), approved(group, devices)));
    }

    private static Budget budget(String how, int waves, int transitions) {
        int most = PER_WAVE * waves + BESIDES;
        return Budget.of("Step Functions transitions, " + waves + " " + how,
                "≤ " + PER_WAVE + " × " + waves + " + " + BESIDES + " = " + most, Integer.toString(transitions), transitions <= most);
    }

    private int automatic(String group, List<LightDevice> devices) {
        String id = bench.rollOut(group, waves(devices.size(), "auto"));
        for (int wave = 0; wave < devices.size(); wave++) {
            bench.awaitWave(id, wave);
            devices.get(wave).report(id, WorkState.HEALTHY);
        }
        bench.awaitStatus(id, "succeeded");
        bench.requests().whenQuiet();
        return bench.aws().transitions(id);
    }

    private int approved(String group, List<LightDevice> devices) {
        String id = bench.rollOut(group, waves(devices.size(), "manual"));
        String path = TestBench.path("/rollouts/" + id);
        for (int wave = 0; wave < devices.size(); wave++) {
            bench.awaitStatus(id, "waiting_for_approval");
            bench.approver().post(path + "/approve", Map.of("wave", wave));
            bench.awaitWave(id, wave);
            if (wave == devices.size() / 2) {
                bench.operator().post(path + "/halt", Map.of("reason", "bench"));
                bench.awaitStatus(id, "halted");
                bench.approver().post(path + "/resume", Map.of());
                bench.awaitWave(id, wave);
            }
            devices.get(wave).report(id, WorkState.HEALTHY);
        }
        bench.awaitStatus(id, "succeeded");
        bench.requests().whenQuiet();
        return bench.aws().transitions(id);
    }

    private static List<Map<String, Object>> waves(int count, String approval) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(wave -> TestBench.wave(wave == count ? 100 : 100.0 * wave / count, approval)).toList();
    }
}
