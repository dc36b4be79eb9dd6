package io.groundswell.simulation.mutation;

import static io.groundswell.simulation.mutation.Mutation.inDomain;
import static io.groundswell.simulation.mutation.Mutation.inHandlers;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the simulation can fail: bugs put into the product on purpose, each found by some seed. */
class Mutations {

    private static final Path ROOT = Path.of("../..");
    private static final String SEEDS = "1.." + Integer.getInteger("groundswell.mutations.seeds", 3000);
    private static final PrintStream CONSOLE = System.out;

    static Stream<Mutation> mutations() {
        return Stream.of(
                inDomain("[R19] the failure share counts the whole fleet", "rollout/Progress.java",
                        "rollout.waves().stream().limit(open + 1L).mapToInt(Wave::size).sum()",
                        "rollout.waves().stream().mapToInt(Wave::size).sum()"),
                inDomain("[R21] a resume acknowledges nothing", "rollout/Progress.java",
                        "tally -> tally.failures(rollout.epoch())",
                        "tally -> tally.failedEver() + tally.rolledBackEver()"),
                inDomain("[R10] a rollout waits for decommissioned devices", "rollout/Progress.java",
                        "sizes - tallies.sum(WaveTally::excluded)", "sizes"),
                inDomain("[R20] an approval survives a halt", "rollout/Act.java",
                        "wave.index() > rollout.openWave() ? wave.unapproved() : wave", "wave"),
                inDomain("[R28] only open waves of an older rollout hold back", "device/RolloutWork.java",
                        "return isPending() && rollout.plan().isOlderThan",
                        "return isPending() && isOpen() && rollout.plan().isOlderThan"),
                inDomain("[R26] the last terminal report wins", "device/ReportVerdict.java",
                        "if (reported.isUnderWay() || alreadyPassed) {\n            return IGNORE;\n        }",
                        "if (reported.isUnderWay() || alreadyPassed) {\n            return IGNORE;\n        }\n"
                                + "        if (!current.isReversal()) {\n            return RECORD;\n        }"),
                inHandlers("[R18] a waiting task does not decide once it has stored its token", "workflow/WorkflowTasks.java",
                        "            return awaited;\n        });\n        waker.wakeIfNeeded(ref);",
                        "            return awaited;\n        });"),
                inHandlers("[R18] a task that is over takes the place of the one that goes on",
                        "workflow/WorkflowTasks.java", "boolean awaited = waker.isAwaited(token);",
                        "boolean awaited = true;"),
                inHandlers("[R18] a rollout is written whatever it became meanwhile", "table/RolloutStore.java",
                        "Write write = Write.audited(table.name(), Keys.rollout(next.ref()), RolloutItem.of(next), "
                                + "from.rev(), evidence);",
                        "Write fenced = Write.audited(table.name(), Keys.rollout(next.ref()), RolloutItem.of(next), "
                                + "from.rev(), evidence);\n        Write write = Write.put(table.name(), fenced.key(), "
                                + "new Item(fenced.action().put().item()), null, Map.of());"),
                inHandlers("[R10] a report is written whatever the device became meanwhile", "table/WorkStore.java",
                        "table.write(Write.audited(table.name(), Keys.work(device, rollout.ref().id()), item, fromRev, "
                                + "evidence));",
                        "table.write(Write.put(table.name(), Keys.work(device, rollout.ref().id()), new Item("
                                + "Write.audited(table.name(), Keys.work(device, rollout.ref().id()), item, fromRev, "
                                + "evidence).action().put().item()), null, Map.of()));"),
                inHandlers("[R20] new work is offered from what is remembered", "device/WorkOffer.java",
                        "if (fresh.isEmpty()) {", "if (fresh.isEmpty() || !works.isEmpty()) {"),
                inHandlers("[R10] whoever retires during a creation is forgotten", "workflow/WorkflowTasks.java",
                        "excludeRetired.accept(rollout);", "rollout.ref();"),
                inHandlers("[R10] only devices that reported nothing leave a rollout", "device/Retirement.java",
                        "if (was != WorkState.EXCLUDED) {", "if (was == WorkState.NONE) {"),
                inHandlers("[R32] an event is written over the one that is there", "table/ChainBatch.java",
                        "events.add(Write.putIfAbsent(auditTable, AuditItem.key(change.key(), chained), "
                                + "AuditItem.of(chained)));",
                        "events.add(Write.put(auditTable, AuditItem.key(change.key(), chained), Item.with().key("
                                + "AuditItem.key(change.key(), chained)).all(AuditItem.of(chained)).build(), null, "
                                + "Map.of()));"),
                inHandlers("[R21] a failure counts under the epoch that is remembered", "table/ChainBatch.java",
                        "stamps.forEach((rollout, epoch) -> writes.add(epochs.unchanged(rollout, epoch)));", ""),
                inHandlers("[R32] what comes after a failed record is done with", "recorder/Recorder.java",
                        ".takeWhile(change -> recorded.contains(change.sequenceNumber())).toList();",
                        ".filter(change -> recorded.contains(change.sequenceNumber())).toList();"),
                inHandlers("[R18] a wake-up that fails is forgotten", "recorder/Recorder.java",
                        "return Optional.of(new Result(done.size(), Optional.of(change.sequenceNumber()),\n"
                                + "                        Optional.of(unfinished)));",
                        "continue;"),
                inHandlers("[R18] nobody is woken for a final rollout", "workflow/Waker.java",
                        "decision instanceof KeepWaiting && step.word().equals(parked.state());",
                        "decision instanceof KeepWaiting;"),
                inHandlers("[R23] a closed execution counts as a running one", "workflow/Executions.java",
                        "continue;", "return;"),
                inHandlers("[R23] the sweep starts nothing", "workflow/Sweep.java",
                        "executions.ensureRunning(rollout.ref());", "rollout.ref();"));
    }

    @BeforeAll
    static void silenceFunctions() {
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    @AfterAll
    static void restore() {
        System.setOut(CONSOLE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutations")
    @DisplayName("the simulation finds")
    void isFound(Mutation mutation, @TempDir Path directory) throws IOException, ReflectiveOperationException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit;
        try (MutatedProduct product = MutatedProduct.compile(ROOT, mutation, directory)) {
            Method run = product.loadClass("io.groundswell.simulation.Main")
                    .getDeclaredMethod("run", List.class, PrintStream.class, PrintStream.class, Path.class);
            run.setAccessible(true);
            exit = (int) run.invoke(null, List.of("--seeds", SEEDS), new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                    ROOT.resolve("infra/template.yaml"));
        }
        String verdict = out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("seed ")).reduce(
                "no seed of " + SEEDS + " finds it", (first, last) -> last);
        CONSOLE.println(mutation + ": " + verdict);
        assertEquals(1, exit, verdict);
    }
}
