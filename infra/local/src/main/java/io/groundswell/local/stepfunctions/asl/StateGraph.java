package io.groundswell.local.stepfunctions.asl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The transitions of a definition: every target exists, every state is reached, and some state ends the execution. */
final class StateGraph {

    private StateGraph() {
    }

    static List<String> findings(String startAt, Map<String, State> states) {
        List<String> findings = new ArrayList<>();
        if (!states.containsKey(startAt)) {
            findings.add("StartAt: no state '" + startAt + "', found " + states.keySet());
        }
        states.values().forEach(state -> state.successors().stream()
                .filter(target -> !states.containsKey(target))
                .forEach(target -> findings.add("States." + state.name() + ": no state '" + target
                        + "' to go to, found " + states.keySet())));
        if (!findings.isEmpty()) {
            return findings;
        }
        Set<String> reached = reached(startAt, states);
        states.keySet().stream().filter(name -> !reached.contains(name)).forEach(name ->
                findings.add("States." + name + ": unreachable, no transition leads to it from " + startAt));
        if (reached.stream().noneMatch(name -> ends(states.get(name)))) {
            findings.add("States: no state that is reached ends the execution");
        }
        return findings;
    }

    private static Set<String> reached(String startAt, Map<String, State> states) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(startAt));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (reached.add(name)) {
                open.addAll(states.get(name).successors());
            }
        }
        return reached;
    }

    private static boolean ends(State state) {
        return switch (state) {
            case TaskState task -> task.next().isEmpty();
            case WaitState wait -> wait.next().isEmpty();
            case PassState pass -> pass.next().isEmpty();
            case ChoiceState choice -> false;
            case SucceedState succeed -> true;
            case FailState fail -> true;
        };
    }
}
