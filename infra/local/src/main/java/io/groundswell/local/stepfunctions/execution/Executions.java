package io.groundswell.local.stepfunctions.execution;

import io.groundswell.local.stepfunctions.asl.StateMachineDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * All executions of an engine, running and closed.
 *
 * <p>A name is taken from the start of its execution until the retention after its end. Starting again with the name
 * and the input of one that runs is that one; anything else under a taken name is refused.
 */
public final class Executions implements AutoCloseable {

    private final Ports ports;
    private final JournalDirectory directory;
    private final Map<String, Execution> byArn = new LinkedHashMap<>();
    private final Map<UUID, Execution> byId = new HashMap<>();
    private long lastSequence;

    private Executions(Ports ports, JournalDirectory directory) {
        this.ports = ports;
        this.directory = directory;
    }

    /** Reads what the directory holds; nothing moves before {@link #resume()}. */
    public static Executions open(String region, Limits limits, JournalDirectory directory, FunctionInvoker invoker,
            Scheduler scheduler, ExecutionListener listener, RandomGenerator random) {
        Ports ports = new Ports(region, limits, scheduler, invoker, new Notices(scheduler, listener), random);
        Executions executions = new Executions(ports, directory);
        directory.stories().forEach(executions::restore);
        return executions;
    }

    /**
     * Lets the executions that were read go on: tokens keep their deadlines, a function in flight is invoked again, a
     * status that nobody may have heard of is told again.
     */
    public void resume() {
        all().forEach(Execution::resume);
    }

    /** Starts an execution, or finds the running one that was started alike. */
    public ExecutionSnapshot start(StateMachine machine, String name, String input) {
        Execution execution;
        synchronized (this) {
            Opening opening = new Opening(UUID.randomUUID(), TokenKey.generate(), name, input,
                    ports.scheduler().now(), machine.name(), machine.arn(), machine.roleArn(),
                    machine.definition().text());
            forgetExpired();
            Execution taken = byArn.get(opening.arn());
            if (taken != null) {
                return alike(taken, input);
            }
            refuseBeyondLimit();
            execution = Execution.open(opening, ++lastSequence, machine.definition(),
                    directory.journal(opening.id()), ports);
            add(execution);
        }
        ExecutionSnapshot snapshot = execution.snapshot();
        execution.resume();
        return snapshot;
    }

    public Instant stop(String arn, Optional<String> error, Optional<String> cause) {
        return existing(arn).stop(error, cause);
    }

    public ExecutionSnapshot describe(String arn) {
        return existing(arn).snapshot();
    }

    /** Events by position, from (inclusive) to (exclusive). */
    public List<HistoryEvent> history(String arn, int from, int to) {
        return existing(arn).history(from, to);
    }

    /** The latest executions first, started before the given sequence number. */
    public List<ExecutionSnapshot> list(String machineArn, Optional<ExecutionStatus> status, long before, int most) {
        Predicate<ExecutionSnapshot> wanted = snapshot -> snapshot.opening().machineArn().equals(machineArn)
                && snapshot.sequence() < before && status.map(snapshot.status()::equals).orElse(true);
        return all().reversed().stream().map(Execution::snapshot).filter(wanted).limit(most).toList();
    }

    /** Completes the task that waits for a token. */
    public void succeedTask(String token, Object output) {
        TokenKey.Claim claim = TokenKey.claim(token).orElseThrow(Refused::invalidToken);
        answered(issuer(token, claim).completed(claim.attempt(), output));
    }

    /** Fails the task that waits for a token. */
    public void failTask(String token, Optional<String> error, Optional<String> cause) {
        TokenKey.Claim claim = TokenKey.claim(token).orElseThrow(Refused::invalidToken);
        answered(issuer(token, claim).erred(claim.attempt(), new StateFailure(error, cause, false)));
    }

    /** Tells that the work behind a token is alive. */
    public void beat(String token) {
        TokenKey.Claim claim = TokenKey.claim(token).orElseThrow(Refused::invalidToken);
        answered(issuer(token, claim).beat(claim.attempt()));
    }

    /** Lets go of every execution where it stands; what was journalled goes on at the next opening. */
    @Override
    public void close() {
        all().forEach(Execution::detach);
        directory.close();
    }

    private static void answered(boolean current) {
        if (!current) {
            throw Refused.taskTimedOut();
        }
    }

    private Execution issuer(String token, TokenKey.Claim claim) {
        Execution execution;
        synchronized (this) {
            execution = byId.get(claim.execution());
        }
        if (execution == null || !execution.opening().key().made(token, claim)) {
            throw Refused.invalidToken();
        }
        return execution;
    }

    private static ExecutionSnapshot alike(Execution taken, String input) {
        ExecutionSnapshot snapshot = taken.snapshot();
        if (snapshot.status() == ExecutionStatus.RUNNING && taken.opening().input().equals(input)) {
            return snapshot;
        }
        throw Refused.executionAlreadyExists(taken.opening().arn());
    }

    private void refuseBeyondLimit() {
        int limit = ports.limits().openExecutions();
        if (byArn.size() >= limit && byArn.values().stream().map(Execution::snapshot)
                .filter(snapshot -> snapshot.status() == ExecutionStatus.RUNNING).count() >= limit) {
            throw Refused.executionLimitExceeded(limit);
        }
    }

    /** Drops what ended longer ago than the retention, the oldest starts first, up to the first that stays. */
    private void forgetExpired() {
        Instant horizon = ports.scheduler().now().minus(ports.limits().retention());
        while (!byArn.isEmpty()) {
            Execution oldest = byArn.values().iterator().next();
            if (oldest.snapshot().stoppedAt().filter(horizon::isAfter).isEmpty()) {
                return;
            }
            oldest.forget();
            byArn.remove(oldest.opening().arn());
            byId.remove(oldest.opening().id());
        }
    }

    private void restore(JournalFormat.Story story) {
        StateMachineDefinition definition = StateMachineDefinition.parse(story.opening().definition());
        add(Execution.restored(story, ++lastSequence, definition, directory.journal(story.opening().id()), ports));
    }

    private void add(Execution execution) {
        byArn.put(execution.opening().arn(), execution);
        byId.put(execution.opening().id(), execution);
    }

    private synchronized Execution existing(String arn) {
        Execution execution = byArn.get(arn);
        if (execution == null) {
            throw Refused.executionDoesNotExist(arn);
        }
        return execution;
    }

    private synchronized List<Execution> all() {
        return new ArrayList<>(byArn.values());
    }
}
