package io.groundswell.handlers.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.AbortPolicy;
import io.groundswell.domain.rollout.OperatorAction;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.Keys;
import io.groundswell.handlers.table.WorkStore;
import io.groundswell.handlers.testing.Api.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

class RetirementTest {

    private final DeviceWorld world = new DeviceWorld();

    @ParameterizedTest
    @ValueSource(strings = {"", "downloading", "healthy", "failed", "rolled_back"})
    @DisplayName("[R10] a decommissioned device leaves every active rollout that counts it, whatever it reported")
    void leavesEveryAccounting(String reported) {
        enroll("a", "b");
        world.group("line", List.of("a", "b"));
        world.group("hall", List.of("a"));
        RolloutRef first = world.rollOut("vision", "1", "line");
        RolloutRef second = world.rollOut("audio", "1", "hall");
        List.of(first, second).forEach(world::openWave);
        if (!reported.isEmpty()) {
            world.report("a", first, reported);
        }

        Answer answer = world.decommission("a");

        assertEquals("decommissioned", answer.text("status"), answer::text);
        assertEquals(reported.isEmpty() ? "excluded 1" : "excluded 2", world.work("a", first));
        assertEquals("excluded 1", world.work("a", second));
        assertEquals("none 0", world.work("b", first));
        assertEquals(200, world.heartbeat("b").status());
    }

    @Test
    @DisplayName("[R10] [R25] decommissioning again changes nothing and finishes what was cut short")
    void repeatingFinishes() {
        enroll("a");
        world.group("line", List.of("a"));
        RolloutRef ref = world.rollOut("vision", "1", "line");
        AtomicBoolean crashed = new AtomicBoolean();
        world.requests.before(request -> {
            if (request instanceof PutItemRequest put && put.item().get("SK").s().startsWith("ROLLOUT#")
                    && crashed.compareAndSet(false, true)) {
                throw new IllegalStateException("cut short");
            }
            return request;
        });
        assertEquals(500, world.decommission("a").status());
        assertEquals("none 0", world.work("a", ref));

        assertEquals(200, world.decommission("a").status());
        assertEquals(200, world.decommission("a").status());

        assertEquals("excluded 1", world.work("a", ref));
        assertEquals(2, world.items.revision(Keys.device(new DeviceRef("f", "a"))));
        assertEquals(1, world.groups.membershipsOf(new DeviceRef("f", "a")).getFirst().retirement().orElseThrow());
    }

    @Test
    @DisplayName("[R10] a rollout that is final, or did not count the device, is left as it is")
    void leavesOthersAlone() {
        enroll("a", "b");
        world.group("line", List.of("a", "b"));
        RolloutRef aborted = world.rollOut("vision", "1", "line");
        world.openWave(aborted);
        world.report("a", aborted, "healthy");
        world.change(aborted, rollout -> OperatorAction.abort(rollout, AbortPolicy.REVERT, world.clock.instant(),
                Duration.ofDays(30)));
        world.decommission("a");
        RolloutRef later = world.rollOut("vision", "2", "line");

        world.retirement.retire(new DeviceRef("f", "a"));
        world.retirement.exclude(world.rollouts.find(later).orElseThrow().value());

        assertEquals("healthy 1", world.work("a", aborted));
        assertEquals("none 0", world.work("a", later));
        assertEquals(1, size(later));
    }

    @Test
    @DisplayName("[R10] retiring does nothing for a device that is in service, and an unknown decommission is 404")
    void sparesDevicesInService() {
        enroll("a");
        world.group("line", List.of("a"));
        world.retirement.retire(new DeviceRef("f", "a"));
        assertTrue(!world.groups.membershipsOf(new DeviceRef("f", "a")).getFirst().isRetired());
        assertEquals(404, world.decommission("nobody").status());
    }

    @Test
    @DisplayName("[R10] a report that meets a decommission at its write is refused with the terminal code")
    void decommissionBeforeTheWriteWins() {
        RolloutRef ref = opened("a");
        once(() -> world.decommission("a"));

        Answer answer = world.report("a", ref, "healthy");

        assertEquals(401, answer.status(), answer::text);
        assertEquals("decommissioned", answer.text("code"));
        assertEquals("excluded 1", world.work("a", ref));
    }

    @Test
    @DisplayName("[R10] a report that slips in before the exclusion is recorded and then excluded")
    void exclusionFollowsALateReport() {
        RolloutRef ref = opened("a");
        once(() -> world.works.save(new DeviceRef("f", "a"), world.rollouts.find(ref).orElseThrow().value(), 0,
                new WorkStore.Work(WorkState.FAILED, 0, Optional.empty()),
                new Evidence("device.reported", "device:a", DeviceWorld.START,
                        Map.of())));

        assertEquals(200, world.decommission("a").status());
        assertEquals("excluded 2", world.work("a", ref));
    }

    @Test
    @DisplayName("[R10] an enrolled-again device that reports on work of before gets 409, not the code to stop for good")
    void workOfBeforeStaysExcluded() {
        RolloutRef ref = opened("a");
        world.decommission("a");
        Answer again = world.enroll(world.token("{\"device\":\"a\"}"), "a", TestKey.p256().csr());

        Answer answer = world.device.withCertificate(again.text("certificate")).call("POST /device/reports",
                "{\"rollout\":\"" + ref.id() + "\",\"state\":\"healthy\"}");

        assertEquals(409, answer.status(), answer::text);
        assertEquals("excluded 1", world.work("a", ref));
    }

    @Test
    @DisplayName("[R10] reports and decommission in any interleaving end excluded, once")
    void reportsAgainstDecommission() {
        for (int round = 0; round < 12; round++) {
            String name = "cam-" + round;
            RolloutRef ref = opened(name);
            List<Supplier<Answer>> calls = new ArrayList<>(Stream.of("downloading", "verifying", "applying", "healthy",
                    "failed").<Supplier<Answer>>map(state -> () -> world.report(name, ref, state)).toList());
            calls.add(() -> world.decommission(name));
            calls.add(() -> world.decommission(name));

            List<Answer> answers = DeviceWorld.together(calls);

            assertTrue(answers.stream().allMatch(answer -> List.of(200, 401, 409).contains(answer.status())),
                    answers::toString);
            assertTrue(world.work(name, ref).startsWith("excluded "), () -> world.work(name, ref));
            assertEquals("decommissioned", world.report(name, ref, "healthy").text("code"));
            assertEquals(2, world.items.revision(Keys.device(new DeviceRef("f", name))));
        }
    }

    @Test
    @DisplayName("[R10] decommission against the creation of a rollout: never counted and forgotten, never excluded twice")
    void decommissionAgainstCreation() {
        for (int round = 0; round < 12; round++) {
            String prefix = "r" + round + "-";
            List<String> names = IntStream.range(0, 4).mapToObj(i -> prefix + i).toList();
            enroll(names.toArray(String[]::new));
            world.group("group-" + round, names);
            String group = "group-" + round;
            List<RolloutRef> created = new ArrayList<>();
            List<Supplier<Integer>> calls = new ArrayList<>();
            names.subList(0, 3).forEach(name -> calls.add(() -> world.decommission(name).status()));
            calls.add(() -> {
                created.add(world.rollOut("vision", "1", group));
                world.retirement.exclude(world.rollouts.find(created.getFirst()).orElseThrow().value());
                return 200;
            });

            assertEquals(List.of(200, 200, 200, 200), DeviceWorld.together(calls));

            RolloutRef ref = created.getFirst();
            long excluded = names.stream().filter(name -> world.work(name, ref).equals("excluded 1")).count();
            assertEquals(1, size(ref) - excluded, "live devices that the rollout waits for");
            assertEquals("none 0", world.work(prefix + 3, ref));
        }
    }

    @Test
    @DisplayName("[R10] a rollout created before a membership is retired counts the device and is told")
    void creationBeforeRetirement() {
        enroll("a", "b");
        world.group("line", List.of("a", "b"));
        List<RolloutRef> created = new ArrayList<>();
        world.beforeTransaction("CLOCK#line", () -> created.add(world.rollOut("vision", "1", "line")));

        assertEquals(200, world.decommission("a").status());

        assertEquals(2, size(created.getFirst()));
        assertEquals("excluded 1", world.work("a", created.getFirst()));
    }

    @Test
    @DisplayName("[R10] a device retired while a rollout is being put is counted and excluded by the second look")
    void retirementBeforeThePut() {
        enroll("a", "b");
        world.group("line", List.of("a", "b"));
        world.beforeTransaction("ACTIVE#", () -> assertEquals(200, world.decommission("a").status()));

        RolloutRef ref = world.rollOut("vision", "1", "line");
        assertEquals(2, size(ref));
        assertEquals("none 0", world.work("a", ref));
        world.retirement.exclude(world.rollouts.find(ref).orElseThrow().value());

        assertEquals("excluded 1", world.work("a", ref));
        assertEquals("none 0", world.work("b", ref));
    }

    /** Runs just before the next write of a device's work. */
    private void once(Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        world.requests.before(request -> {
            if (request instanceof PutItemRequest put && put.item().get("SK").s().startsWith("ROLLOUT#")
                    && done.compareAndSet(false, true)) {
                action.run();
            }
            return request;
        });
    }

    private RolloutRef opened(String device) {
        world.enroll(device);
        world.group("only-" + device, List.of(device));
        RolloutRef ref = world.rollOut("vision", "1", "only-" + device);
        world.openWave(ref);
        return ref;
    }

    private int size(RolloutRef ref) {
        Rollout rollout = world.rollouts.find(ref).orElseThrow().value();
        return rollout.waves().stream().mapToInt(wave -> wave.size()).sum();
    }

    private void enroll(String... names) {
        Arrays.stream(names).forEach(world::enroll);
    }
}
