package io.groundswell.local;

import io.groundswell.local.http.ApiServer;
import io.groundswell.local.http.CallerCheck;
import io.groundswell.local.http.HttpApiGateway;
import io.groundswell.local.http.HttpApiIdentity;
import io.groundswell.local.http.MutualTls;
import io.groundswell.local.http.Route;
import io.groundswell.local.http.ServerTls;
import io.groundswell.local.http.Throttle;
import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.template.EventSource;
import io.groundswell.local.template.Function;
import io.groundswell.local.template.HttpApi;
import io.groundswell.local.template.StackIdentity;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The two HTTP APIs' servers: ports first, requests once the stack is made. */
final class Doors implements AutoCloseable {

    private static final String HOST = "127.0.0.1:";

    private final ApiServer operators;
    private final ApiServer devices;

    private Doors(ApiServer operators, ApiServer devices) {
        this.operators = operators;
        this.devices = devices;
    }

    static Doors open(LocalOptions options) {
        ApiServer operators = taken("operator", options.operatorPort(), ApiServer::plain);
        try {
            return new Doors(operators, taken("device", options.devicePort(), ApiServer::mutualTls));
        } catch (StartRefused e) {
            operators.close();
            throw e;
        }
    }

    /** Host and port of the device API, as the template's domain name. */
    String deviceHost() {
        return HOST + devices.port();
    }

    URI operatorApi() {
        return URI.create("http://" + HOST + operators.port());
    }

    URI deviceApi() {
        return URI.create("https://" + deviceHost());
    }

    /** Begins to serve the operator API. */
    void serveOperators(HttpApi api, List<Function> functions, StackIdentity stack, CallerCheck callers, FunctionInvoker invoker,
            Clock clock) {
        String host = HOST + operators.port();
        HttpApiIdentity identity = new HttpApiIdentity(api.apiId(), stack.accountId(), stack.region(), host, false);
        operators.serve(new HttpApiGateway(identity, routes(api, functions, stack), callers, invoker), clock);
    }

    /** Begins to serve the device API. */
    void serveDevices(HttpApi api, List<Function> functions, StackIdentity stack, FunctionInvoker invoker, Clock clock,
            ServerTls server, byte[] truststore) throws GeneralSecurityException, IOException {
        HttpApiIdentity identity = new HttpApiIdentity(api.apiId(), stack.accountId(), stack.region(), deviceHost(), true);
        CallerCheck nobody = (request, resource) -> Optional.empty();
        HttpApiGateway gateway = new HttpApiGateway(identity, routes(api, functions, stack), nobody, invoker);
        devices.serve(gateway, clock, new MutualTls(server, truststore));
    }

    private static List<Route> routes(HttpApi api, List<Function> functions, StackIdentity stack) {
        List<Route> routes = new ArrayList<>();
        for (Function function : functions) {
            String arn = StackPlan.configuration(function, stack).arn();
            for (EventSource event : function.events()) {
                if (event instanceof EventSource.Route route && route.apiId().equals(api.apiId())) {
                    Optional<Throttle> throttle = Optional.ofNullable(api.limits().get(route.key()))
                            .map(limit -> new Throttle(limit.perSecond(), limit.burst(), System::nanoTime));
                    routes.add(Route.of(route.method(), route.path(), route.iam().orElse(api.iamByDefault()), throttle, arn));
                }
            }
        }
        return routes;
    }

    @Override
    public void close() {
        operators.close();
        devices.close();
    }

    /** Takes a port. */
    @FunctionalInterface
    private interface Opening {
        ApiServer open(String name, int port) throws IOException;
    }

    private static ApiServer taken(String name, int port, Opening opening) {
        try {
            return opening.open(name, port);
        } catch (IOException e) {
            throw new StartRefused("port " + port + " for the " + name + " API cannot be taken: " + e.getMessage()
                    + "; choose another with --" + name + "-port", e);
        }
    }
}
