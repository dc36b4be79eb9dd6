package io.groundswell.simulation.mutation;

import static io.groundswell.simulation.mutation.Mutation.inHandlers;

import java.util.List;

/** Bugs in what the functions read, write and remember. */
final class HandlerMutations {

    private HandlerMutations() {
    }

    static List<Mutation> all() {
        return List.of(
                inHandlers(1, "[R18] a waiting task does not decide once it has stored its token", "workflow/WorkflowTasks.java",
                        "            return awaited;\n        });\n        waker.wakeIfNeeded(ref);",
                        "            return awaited;\n        });"),
                inHandlers(60, "[R18] a task that is over takes the place of the one that goes on",
                        "workflow/WorkflowTasks.java", "boolean awaited = waker.isAwaited(token);",
                        "boolean awaited = true;"),
                inHandlers(225, "[R18] a rollout is written whatever it became meanwhile", "table/RolloutStore.java",
                        "Write write = Write.audited(table.name(), Keys.rollout(next.ref()), RolloutItem.of(next), "
                                + "from.rev(),\n                identified(next, evidence));",
                        "Write fenced = Write.audited(table.name(), Keys.rollout(next.ref()), RolloutItem.of(next), "
                                + "from.rev(),\n                identified(next, evidence));\n        Write write = Write.put(table.name(), fenced.key(), "
                                + "new Item(fenced.action().put().item()), null, Map.of());"),
                inHandlers(104, "[R10] a report is written whatever the device became meanwhile", "table/WorkStore.java",
                        "table.write(Write.audited(table.name(), Keys.work(device, rollout.ref().id()), item, fromRev, "
                                + "evidence));",
                        "table.write(Write.put(table.name(), Keys.work(device, rollout.ref().id()), new Item("
                                + "Write.audited(table.name(), Keys.work(device, rollout.ref().id()), item, fromRev, "
                                + "evidence).action().put().item()), null, Map.of()));"),
                inHandlers(85, "[R20] new work is offered from what is remembered", "device/Heartbeat.java",
                        "if (!offer.hasNewWork()) {", "if (!offer.works().isEmpty()) {"),
                inHandlers(198, "[R10] whoever retires during a creation is forgotten", "workflow/WorkflowTasks.java",
                        "excludeRetired.accept(rollout);", "rollout.ref();"),
                inHandlers(9, "[R10] only devices that reported nothing leave a rollout", "device/Retirement.java",
                        "if (was != WorkState.EXCLUDED) {", "if (was == WorkState.NONE) {"),
                inHandlers(2, "[R32] an event is written over the one that is there", "table/ChainBatch.java",
                        "events.add(Write.putIfAbsent(auditTable, AuditItem.key(change.key(), chained), "
                                + "AuditItem.of(chained)));",
                        "events.add(Write.put(auditTable, AuditItem.key(change.key(), chained), Item.with().key("
                                + "AuditItem.key(change.key(), chained)).all(AuditItem.of(chained)).build(), null, "
                                + "Map.of()));"),
                inHandlers(580, "[R21] a failure counts under the epoch that is remembered", "table/ChainBatch.java",
                        "stamps.forEach((rollout, epoch) -> writes.add(epochs.unchanged(rollout, epoch)));", ""),
                inHandlers(451, "[R32] what comes after a failed record is done with", "recorder/Recorder.java",
                        ".takeWhile(change -> recorded.contains(change.sequenceNumber())).toList();",
                        ".filter(change -> recorded.contains(change.sequenceNumber())).toList();"),
                inHandlers(2, "[R18] a wake-up that fails is forgotten", "recorder/Recorder.java",
                        "return Optional.of(new Result(done.size(), Optional.of(change.sequenceNumber()),\n"
                                + "                        Optional.of(unfinished)));",
                        "continue;"),
                inHandlers(1, "[R18] nobody is woken for a final rollout", "workflow/Waker.java",
                        "decision instanceof KeepWaiting && step.word().equals(parked.state());",
                        "decision instanceof KeepWaiting;"),
                inHandlers(2, "[R23] a closed execution counts as a running one", "workflow/Executions.java",
                        "continue;", "return;"),
                inHandlers(2, "[R23] the sweep starts nothing", "workflow/Sweep.java",
                        "executions.ensureRunning(rollout.ref());", "rollout.ref();"),
                inHandlers(1, "[R20] items are read without consistency", "table/FleetTable.java",
                        "KeysAndAttributes.builder().consistentRead(true)",
                        "KeysAndAttributes.builder().consistentRead(false)"),
                inHandlers(1, "[R18] an item is read without consistency", "table/FleetTable.java",
                        "get.tableName(name).key(attributes(key)).consistentRead(true)",
                        "get.tableName(name).key(attributes(key)).consistentRead(false)"),
                inHandlers(1, "[R10] partitions are read without consistency", "table/FleetTable.java",
                        "QueryRequest.builder().tableName(name).consistentRead(true)",
                        "QueryRequest.builder().tableName(name).consistentRead(false)"),
                inHandlers(1, "[R32] a head that moved is not read again", "table/ChainWriter.java",
                        "                dropped += present.size();\n"
                        + "                heads.remove(lane);\n",
                        "                dropped += present.size();\n"),
                inHandlers(1, "[R32] the head is written over whatever it became", "table/ChainBatch.java",
                        "Write.put(fleetTable, item.key(), item, \"seq = :seq\", Map.of(\":seq\", "
                        + "number(start.sequence())));",
                        "Write.put(fleetTable, item.key(), item, null, Map.of());"),
                inHandlers(27, "[R10] a retirement that fails is forgotten", "recorder/Recorder.java",
                        "return new Result(recorded.size(), Optional.of(change.sequenceNumber()), "
                        + "Optional.of(unfinished));",
                        "continue;"),
                inHandlers(1, "[R21] nobody is woken by what operators do", "table/Change.java",
                        "return Keys.isRollout(key) || isWork() ? Optional",
                        "return isWork() ? Optional"),
                inHandlers(1, "[R22] the sweep puts away what is being reverted", "workflow/Sweep.java",
                        "} else if (!rollout.isReverting(clock.instant())) {",
                        "} else {"),
                inHandlers(1, "[R22] the sweep puts nothing away", "workflow/Sweep.java",
                        "            rollouts.dropFromActive(read);\n",
                        "            rollouts.find(read.value().ref());\n"),
                inHandlers(119, "[R27] a report is refused by what is remembered", "device/Reports.java",
                        "        if (standing.isAccepted()) {\n"
                        + "            return standing;\n"
                        + "        }\n"
                        + "        List<Rollout> current",
                        "        if (standing.onRecord().isEmpty()) {\n"
                        + "            return standing;\n"
                        + "        }\n"
                        + "        List<Rollout> current"),
                inHandlers(2, "[R10] a device that was decommissioned goes on", "device/DeviceIdentity.java",
                        "if (device.isDecommissioned()) {",
                        "if (presented == null) {"),
                inHandlers(1, "[R9] what is remembered is remembered for ever", "device/ActiveRollouts.java",
                        "return !now.isBefore(at) && now.isBefore(at.plus(REMEMBERED));",
                        "return !now.isBefore(at) || now.isBefore(at.plus(REMEMBERED));"),
                inHandlers(1, "[R16] a creation that is repeated is another rollout", "rollout/RolloutRoutes.java",
                        "(fleet + \"\\n\" + key)",
                        "(fleet + \"\\n\" + key + System.nanoTime())"),
                inHandlers(1, "[R9] only the first contact is remembered", "device/Heartbeat.java",
                        "last.isStale(contact.seenAt(), contact.interval())).orElse(true)",
                        "last.seenAt().isAfter(contact.seenAt())).orElse(true)"),
                inHandlers(1, "[R28] a rollout is shown to wait behind a younger one", "rollout/RolloutRoutes.java",
                        "other.plan().isOlderThan(rollout.plan())",
                        "!other.plan().isOlderThan(rollout.plan())"));
    }
}
