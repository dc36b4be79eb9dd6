package io.groundswell.local;

import io.groundswell.local.events.CustomResources;
import io.groundswell.local.http.ServerTls;
import io.groundswell.local.iam.AccessKey;
import io.groundswell.local.iam.Account;
import io.groundswell.local.iam.PolicyDocument;
import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.lambda.FunctionLog;
import io.groundswell.local.lambda.InProcessInvoker;
import io.groundswell.local.lambda.InvocationResult;
import io.groundswell.local.lambda.IsolatedInvoker;
import io.groundswell.local.template.EventSource;
import io.groundswell.local.template.Function;
import io.groundswell.local.template.HttpApi;
import io.groundswell.local.template.ManagedPolicy;
import io.groundswell.local.template.Stack;
import io.groundswell.local.template.StackIdentity;
import io.groundswell.local.template.Template;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The whole stack, running in this Java.
 *
 * <p>One at a time: functions find the services by the SDK's system properties, of which a Java has one set.
 */
public final class LocalCloud implements AutoCloseable {

    private static final Account ACCOUNT = new Account("us-east-1", "000000000000");
    private static final String STACK_NAME = "groundswell";
    private static final int ENVIRONMENTS_PER_FUNCTION = Math.max(4, 4 * Runtime.getRuntime().availableProcessors());
    private static final int PROCESSES_PER_FUNCTION = Math.max(2, 2 * Runtime.getRuntime().availableProcessors());
    private static final String POLICY_SUFFIX = "Access";
    private static final AtomicBoolean RUNNING = new AtomicBoolean();

    private final LocalOptions options;
    private final Shutdown shutdown;
    private final Doors doors;
    private final Stack stack;
    private final FunctionInvoker functions;
    private final AwsServices services;
    private final FunctionRoles roles;
    private final EventSources events;
    private final List<Function> made;
    private final Map<String, AccessKey> users = new TreeMap<>();
    private final Endpoints endpoints;

    private LocalCloud(LocalOptions options, Shutdown shutdown) throws IOException, GeneralSecurityException {
        this.options = options;
        this.shutdown = shutdown;
        this.doors = shutdown.add(Doors.open(options));
        String stackName = options.outside().map(OutsideServices::stackName).orElse(STACK_NAME);
        this.stack = new Stack(Template.load(options.template(), parameters()), new StackIdentity(stackName, ACCOUNT));
        FunctionLog log = new FunctionLog(System.out);
        this.functions = shutdown.add(options.isolated()
                ? new IsolatedInvoker(log, PROCESSES_PER_FUNCTION, options.data().map(root -> root.resolve("run")))
                : new InProcessInvoker(log, ENVIRONMENTS_PER_FUNCTION));
        StackPlan plan = StackPlan.of(stack, functions);
        DataDirectory data = shutdown.add(DataDirectory.open(options.data()));
        this.events = shutdown.add(new EventSources(stack.identity(), functions, data, options.clock()));
        StateMachines machines = shutdown.add(
                StateMachines.open(ACCOUNT, plan.machines(), functions, events.bus(), data, options.clock()));
        this.services = shutdown.add(AwsServices.start(ACCOUNT, options, data, machines.service(), functions));
        shutdown.add(SdkConfiguration.set(services, ACCOUNT.region()));
        List.of(functions, machines, events, doors).forEach(shutdown::endFirst);
        if (functions instanceof InProcessInvoker shared) {
            services.storage().direct().map(DirectSurroundings::new).ifPresent(shared::surround);
        }
        this.roles = FunctionRoles.of(options, services);
        StackMaker.Made resources = new StackMaker(stack, services.storage(), functions, roles,
                new CustomResources(functions, stack.identity().stackId(), data.kept("custom-resources.json"))).make();
        this.made = resources.functions();
        resources.policies().forEach(this::user);
        events.connect(made, services, options.schedules());
        machines.resume();
        ServerTls tls = ServerTls.in(data.file("tls"), options.clock().instant());
        serve(resources.apis(), tls);
        this.endpoints = new Endpoints(doors.operatorApi(), doors.operatorApi(), doors.deviceApi(), services.endpoint(),
                ACCOUNT.region(), tls.caFile());
    }

    /**
     * Runs the template until the result is closed.
     *
     * @throws StartRefused when a port is taken, a handler is missing or a resource cannot be made
     * @throws io.groundswell.local.template.TemplateRefused when the template asks for something that is not implemented
     */
    public static LocalCloud start(LocalOptions options) {
        if (!RUNNING.compareAndSet(false, true)) {
            throw new IllegalStateException("a LocalCloud runs in this Java already; close it first");
        }
        Shutdown shutdown = new Shutdown();
        shutdown.add(() -> RUNNING.set(false));
        try {
            return new LocalCloud(options, shutdown);
        } catch (RuntimeException e) {
            shutdown.close();
            throw e;
        } catch (IOException | GeneralSecurityException e) {
            shutdown.close();
            throw new StartRefused("LocalCloud cannot start: " + e.getMessage(), e);
        }
    }

    /** Where it is reached. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** The key of each local user: one for every managed policy {@code XxxAccess} of the template, called {@code xxx}. */
    public Map<String, AccessKey> users() {
        return Collections.unmodifiableMap(users);
    }

    /** The key of the account's owner, who may do anything at the AWS endpoint. */
    public AccessKey owner() {
        return services.credentials().owner();
    }

    /** The key of a function's role, by the function's logical id; only functions in processes of their own have one. */
    public Optional<AccessKey> role(String logicalId) {
        return roles.key(logicalId);
    }

    /** {@code Ref} or another attribute of a resource, as the template would get it. */
    public String attribute(String logicalId, String attribute) {
        return stack.attribute(logicalId, attribute);
    }

    /** Invokes a function of the template by its logical id and waits for it. */
    public InvocationResult invoke(String logicalId, byte[] event) {
        return functions.invoke(stack.attribute(logicalId, "Ref"), event, FunctionInvoker.MOST_PATIENT);
    }

    /**
     * Fires the schedule of a function now and waits for it to be done.
     *
     * @throws IllegalStateException when the function fails
     */
    public void invokeSchedule(String logicalId) {
        Function function = made.stream().filter(candidate -> candidate.logicalId().equals(logicalId)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the template has no function " + logicalId));
        EventSource.Schedule schedule = function.events().stream()
                .filter(EventSource.Schedule.class::isInstance).map(EventSource.Schedule.class::cast).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(logicalId + " has no schedule"));
        InvocationResult result = invoke(logicalId, events.scheduleEvent(EventSources.scheduleName(function, schedule)));
        if (!(result instanceof InvocationResult.Returned)) {
            throw new IllegalStateException(logicalId + " failed when its schedule fired: " + result);
        }
    }

    /** Stops everything: first the doors, then what invokes functions, then the functions, and at last the services that they call. */
    @Override
    public void close() {
        shutdown.close();
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new HashMap<>();
        Template.DomainParameters domain = Template.domainParameters(options.template());
        domain.domainName().ifPresent(name -> parameters.put(name, doors.deviceHost()));
        domain.certificateArn().ifPresent(name -> parameters.put(name, ACCOUNT.arn("acm", "certificate/local")));
        parameters.putAll(options.parameters());
        return parameters;
    }

    private void user(ManagedPolicy policy) {
        String name = policy.logicalId();
        if (!name.endsWith(POLICY_SUFFIX) || name.length() == POLICY_SUFFIX.length()) {
            throw new StartRefused(
                    "Resources." + name + ": a managed policy is called XxxAccess locally, so that its user is called xxx");
        }
        String user = name.substring(0, name.length() - POLICY_SUFFIX.length()).toLowerCase(Locale.ROOT);
        users.put(user, services.credentials().user(user, List.of(PolicyDocument.of(policy.document()))));
    }

    private void serve(List<HttpApi> apis, ServerTls tls) throws GeneralSecurityException, IOException {
        for (HttpApi api : apis) {
            if (api.mutualTls().isEmpty()) {
                doors.serveOperators(api, made, stack.identity(), services.callers(), functions, options.clock());
            } else {
                byte[] truststore = services.clients().object(api.mutualTls().get().truststoreUri());
                doors.serveDevices(api, made, stack.identity(), functions, options.clock(), tls, truststore);
            }
        }
        shutdown.add(doors::close);
    }
}
