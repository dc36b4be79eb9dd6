package io.groundswell.cli.e2e;

import io.groundswell.agent.connection.ServerTrust;
import io.groundswell.cli.api.Caller;
import java.net.URI;

/** A running stack, as its users see it: addresses, who may call it, and what its administrator can do. */
interface StackUnderTest extends AutoCloseable {

    URI operatorApi();

    URI enrollApi();

    /** Whom a device has to trust to talk to the device API. */
    ServerTrust deviceApiTrust();

    /** Who has the managed policy {@code OperatorAccess}, {@code ApproverAccess} or {@code AuditorAccess} alone. */
    Caller user(String name);

    /** A name that no fleet of the stack has yet. */
    String newFleet(String name);

    /** Fires the schedule of the sweep now. */
    void sweep();

    /** Stops the executions of a rollout, as somebody can in the console. */
    void stopExecutions(String rollout);

    @Override
    void close();
}
