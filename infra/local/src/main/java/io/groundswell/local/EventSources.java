package io.groundswell.local;

import io.groundswell.local.events.AsyncInvocations;
import io.groundswell.local.events.EventBus;
import io.groundswell.local.events.EventPattern;
import io.groundswell.local.events.Rate;
import io.groundswell.local.events.Schedules;
import io.groundswell.local.events.StreamMapping;
import io.groundswell.local.events.StreamPoller;
import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.template.EventSource;
import io.groundswell.local.template.Function;
import io.groundswell.local.template.StackIdentity;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Connects the stack's functions to streams, schedules and rules. */
final class EventSources implements AutoCloseable {

    private static final String BUCKET_ARN = "arn:aws:s3:::";

    private final StackIdentity identity;
    private final DataDirectory data;
    private final Clock clock;
    private final FunctionInvoker functions;
    private final AsyncInvocations queue;
    private final EventBus bus;
    private final Schedules schedules;
    private final List<StreamPoller> pollers = new ArrayList<>();

    EventSources(StackIdentity identity, FunctionInvoker functions, DataDirectory data, Clock clock) {
        this.identity = identity;
        this.data = data;
        this.clock = clock;
        this.functions = functions;
        this.queue = new AsyncInvocations(functions, data.kept("events"), clock);
        this.bus = new EventBus(identity.accountId(), identity.region(), queue::send);
        this.schedules = new Schedules(identity.accountId(), identity.region(), queue::send, data.kept("schedules.json"), clock);
    }

    /** Where AWS services publish. */
    EventBus bus() {
        return bus;
    }

    /** The event that a schedule sends. */
    byte[] scheduleEvent(String name) {
        return schedules.event(name);
    }

    /** Starts everything that invokes these functions but the HTTP APIs, and goes on with the events of an earlier run. */
    void connect(List<Function> made, AwsServices services, boolean withSchedules) {
        for (Function function : made) {
            String arn = StackPlan.configuration(function, identity).arn();
            for (EventSource event : function.events()) {
                switch (event) {
                    case EventSource.Route route -> { }
                    case EventSource.Rule rule -> bus.add(EventPattern.of(rule.pattern()), arn);
                    case EventSource.Schedule schedule -> {
                        if (withSchedules) {
                            schedules.add(scheduleName(function, schedule), Rate.parse(schedule.expression()), arn);
                        }
                    }
                    case EventSource.TableStream stream -> poll(mapping(function, stream, arn), services);
                }
            }
        }
        queue.resume();
    }

    static String scheduleName(Function function, EventSource.Schedule schedule) {
        return function.logicalId() + schedule.name();
    }

    private void poll(StreamMapping mapping, AwsServices services) {
        StreamPoller poller = new StreamPoller(mapping, identity.region(), services.clients().streams(), services.clients().s3(),
                functions, data.kept("streams/" + mapping.name() + ".json"), clock);
        pollers.add(poller);
        poller.start();
    }

    private static StreamMapping mapping(Function function, EventSource.TableStream stream, String arn) {
        return new StreamMapping(function.logicalId() + "-" + stream.name(), arn, stream.streamArn(), stream.startingPosition(),
                stream.batchSize(), stream.bisect(), stream.retries(), stream.reportsItemFailures(),
                stream.filters().stream().map(EventPattern::parse).toList(),
                stream.failureDestination().map(destination -> destination.substring(BUCKET_ARN.length())));
    }

    @Override
    public void close() {
        schedules.close();
        pollers.forEach(StreamPoller::close);
        queue.close();
    }
}
