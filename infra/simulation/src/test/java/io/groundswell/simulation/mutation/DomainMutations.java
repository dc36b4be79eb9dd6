package io.groundswell.simulation.mutation;

import static io.groundswell.simulation.mutation.Mutation.inDomain;

import java.util.List;

/** Bugs in the rules themselves. */
final class DomainMutations {

    private DomainMutations() {
    }

    static List<Mutation> all() {
        return List.of(
                inDomain(1, "[R19] the failure share counts the whole fleet", "rollout/Progress.java",
                        "rollout.waves().stream().limit(open + 1L).mapToInt(Wave::size).sum()",
                        "rollout.waves().stream().mapToInt(Wave::size).sum()"),
                inDomain(7, "[R21] a resume acknowledges nothing", "rollout/Progress.java",
                        "tally -> tally.failures(rollout.epoch())",
                        "tally -> tally.failedEver() + tally.rolledBackEver()"),
                inDomain(2, "[R10] a rollout waits for decommissioned devices", "rollout/Progress.java",
                        "sizes - tallies.sum(WaveTally::excluded)", "sizes"),
                inDomain(1, "[R20] an approval survives a halt", "rollout/Act.java",
                        "wave.index() > rollout.openWave() ? wave.unapproved() : wave", "wave"),
                inDomain(1, "[R28] only open waves of an older rollout hold back", "device/RolloutWork.java",
                        "return isPending() && rollout.plan().isOlderThan",
                        "return isPending() && isOpen() && rollout.plan().isOlderThan"),
                inDomain(46, "[R26] the last terminal report wins", "device/ReportVerdict.java",
                        "if (reported.isUnderWay() || alreadyPassed) {\n            return IGNORE;\n        }",
                        "if (reported.isUnderWay() || alreadyPassed) {\n            return IGNORE;\n        }\n"
                                + "        if (!current.isReversal()) {\n            return RECORD;\n        }"),
                inDomain(2, "[R18] a rollout that is halted never finishes", "rollout/Progress.java",
                        "if (everyLiveDeviceIsTerminal(rollout, tallies)) {",
                        "if (rollout.status() != RolloutStatus.HALTED && everyLiveDeviceIsTerminal(rollout, "
                        + "tallies)) {"),
                inDomain(12, "[R18] a halt comes before the end", "rollout/Progress.java",
                        "        if (everyLiveDeviceIsTerminal(rollout, tallies)) {",
                        "        Halt first = standing(rollout, tallies, Halt.TOLERANCE_EXCEEDED);\n"
                        + "        if (everyLiveDeviceIsTerminal(rollout, tallies) && (rollout.status() == "
                        + "RolloutStatus.HALTED\n"
                        + "                || !rollout.plan().tolerance().isExceededBy(first.failures(), "
                        + "first.devices()))) {"),
                inDomain(34, "[R19] a share that is reached counts as exceeded", "rollout/FailureTolerance.java",
                        "rate.multiply(BigDecimal.valueOf(devices))) > 0;",
                        "rate.multiply(BigDecimal.valueOf(devices))) >= (failures > 0 ? 0 : 1);"),
                inDomain(2, "[R19] devices that left still count in the share", "rollout/Progress.java",
                        "int live = sizes - tallies.sumUpTo(open, WaveTally::excluded);",
                        "int live = sizes;"),
                inDomain(19, "[R23] a rollout with rollbacks succeeds", "rollout/Progress.java",
                        "int failures = tallies.sum(tally -> tally.failedEver() + tally.rolledBackEver());",
                        "int failures = tallies.sum(WaveTally::failedEver);"),
                inDomain(15, "[R24] any later wave may be approved", "rollout/OperatorAction.java",
                        "if (wave != rollout.openWave() + 1) {",
                        "if (wave < rollout.openWave() + 1) {"),
                inDomain(39, "[R24] whoever created a rollout may approve it", "rollout/OperatorAction.java",
                        "if (rollout.plan().separationOfDuties() && identity",
                        "if (rollout.plan().separationOfDuties() && actor.isEmpty() && identity"),
                inDomain(1, "[R25] a second halt is a second event", "rollout/OperatorAction.java",
                        "return rollout.status() == RolloutStatus.HALTED ? new Unchanged(rollout)\n"
                        + "                : Act",
                        "return rollout.isFinal() ? new Unchanged(rollout)\n"
                        + "                : Act"),
                inDomain(7, "[R25] a final rollout resumes", "rollout/OperatorAction.java",
                        "        refuseFinal(rollout, \"resume\");\n",
                        ""),
                inDomain(3, "[R22] an abort that keeps reverts", "rollout/OperatorAction.java",
                        "return policy == AbortPolicy.REVERT ? Optional.of(now",
                        "return policy != null ? Optional.of(now"),
                inDomain(34, "[R22] a failed rollout cannot be reverted", "rollout/OperatorAction.java",
                        "if (failedOnce && policy == AbortPolicy.REVERT) {",
                        "if (failedOnce && policy == AbortPolicy.KEEP) {"),
                inDomain(40, "[R22] a reversal is taken that nobody asked for", "device/ReportVerdict.java",
                        "if (current == WorkState.HEALTHY && reversalAsked) {",
                        "if (current == WorkState.HEALTHY) {"),
                inDomain(6, "[R22] the first report after an abort is refused", "device/Assignments.java",
                        " || work.rollout().status() == RolloutStatus.ABORTED;",
                        " && work.rollout().status() != RolloutStatus.ABORTED;"),
                inDomain(6, "[R22] who reports health after an abort is not told to revert", "device/RolloutWork.java",
                        "return wave().isPresent() && state == WorkState.HEALTHY && rollout.isReverting(now);",
                        "return isOpen() && !isPending() && rollout.status() == RolloutStatus.FAILED && state "
                        + "== WorkState.HEALTHY\n"
                        + "                && rollout.isReverting(now);"),
                inDomain(6, "[R22] whoever reverted is no longer healthy", "device/Contribution.java",
                        "case REVERTED -> Map.of(HEALTHY, 1, REVERTED, 1);",
                        "case REVERTED -> Map.of(REVERTED, 1);"),
                inDomain(23, "[R26] one device records without end", "device/ReportVerdict.java",
                        "return reported.isUnderWay() && recorded >= MAX_TRANSITIONS ? IGNORE : RECORD;",
                        "return RECORD;"),
                inDomain(23, "[R26] after fifty transitions even the end is not recorded", "device/ReportVerdict.java",
                        "return reported.isUnderWay() && recorded >= MAX_TRANSITIONS ? IGNORE : RECORD;",
                        "return recorded >= MAX_TRANSITIONS ? IGNORE : RECORD;"),
                inDomain(29, "[R27] a device reports before its wave is open", "device/Assignments.java",
                        "return mayBeInHand && work.isOpen() &&",
                        "return mayBeInHand && work.wave().isPresent() &&"),
                inDomain(5, "[R28] a device reports on a rollout that is held back", "device/Assignments.java",
                        " && work.isOpen() && !isHeldBack(work, works);",
                        " && work.isOpen();"),
                inDomain(1, "[R28] the newest rollout comes first", "rollout/Rollout.java",
                        "return compareTo(other) < 0;",
                        "return compareTo(other) > 0;"),
                inDomain(7, "[R20] a halt takes work back that is in hand", "device/RolloutWork.java",
                        "return rollout.status() != RolloutStatus.HALTED || state.isUnderWay();",
                        "return rollout.status() != RolloutStatus.HALTED;"),
                inDomain(2, "[R20] a halt does not stop new work", "device/RolloutWork.java",
                        "return rollout.status() != RolloutStatus.HALTED || state.isUnderWay();",
                        "return true;"),
                inDomain(3, "[R9] a device whose wave is still closed asks rarely", "device/RolloutWork.java",
                        "return unfinished || mayRevert;",
                        "return isOpen() && unfinished || mayRevert;"),
                inDomain(3, "[R10] a device that had left before counts as leaving", "rollout/Rollout.java",
                        "return member.wasLiveAt(plan.groupClock()) ? waveOf",
                        "return member.isRetired() || member.wasLiveAt(plan.groupClock()) ? waveOf"),
                inDomain(1, "[R13] a wave counts those of the waves before", "rollout/WavePlan.java",
                        "bound, to - from, Optional.empty()", "bound, to, Optional.empty()"),
                inDomain(1, "[R31] a wave that opens is recorded as the one after it", "rollout/Act.java",
                        "\"wave\", wave, \"size\"", "\"wave\", wave + 1, \"size\""));
    }
}
