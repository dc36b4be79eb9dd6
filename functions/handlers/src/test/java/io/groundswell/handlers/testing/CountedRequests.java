package io.groundswell.handlers.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;

/** A client that notes every request it passes on; pages of a query are requests of their own. */
public final class CountedRequests {

    private final List<DynamoDbRequest> requests = new CopyOnWriteArrayList<>();
    private final DynamoDbClient client;
    private volatile UnaryOperator<DynamoDbRequest> before = UnaryOperator.identity();

    public CountedRequests(DynamoDbClient target) {
        client = (DynamoDbClient) Proxy.newProxyInstance(DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class}, (proxy, method, args) -> call(target, proxy, method, args));
    }

    public DynamoDbClient client() {
        return client;
    }

    /** Runs before every request is passed on, with the request. */
    public void before(UnaryOperator<DynamoDbRequest> action) {
        before = action;
    }

    /** The names of the requests since the last call, such as {@code BatchGetItem}. */
    public List<String> drain() {
        List<String> names = requests.stream()
                .map(request -> request.getClass().getSimpleName().replace("Request", "")).toList();
        requests.clear();
        return names;
    }

    /** The requests since the last call. */
    public List<DynamoDbRequest> drainRequests() {
        List<DynamoDbRequest> all = List.copyOf(requests);
        requests.clear();
        return all;
    }

    /** Default methods make requests and call the proxy with them, so every request passes here once. */
    private Object call(DynamoDbClient target, Object proxy, Method method, Object[] args) throws Throwable {
        Optional<DynamoDbRequest> request = args != null && args.length == 1 && args[0] instanceof DynamoDbRequest one
                && !method.getName().endsWith("Paginator") ? Optional.of(one) : Optional.empty();
        if (request.isEmpty() && method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, args);
        }
        request.ifPresent(one -> {
            requests.add(one);
            before.apply(one);
        });
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
