package io.groundswell.cli.intruders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every route of the template that is deployed, so that none can be forgotten. */
final class Routes {

    static final Path TEMPLATE = Path.of("../infra/template.yaml");

    private static final Pattern ROUTE = Pattern.compile("Type: HttpApi\\s+Properties:\\s+ApiId: !Ref (\\w+)\\s+"
            + "Method: (\\w+)\\s+Path: (\\S+)(\\s+Auth:\\s+Authorizer: NONE)?");
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)(\\+?)}");

    private Routes() {
    }

    /**
     * One route.
     *
     * @param device whether it belongs to the device API
     * @param open whether it demands no IAM signature on the operator API
     */
    record Route(boolean device, String method, String path, boolean open) {

        /** The path with every parameter replaced. */
        String target(UnaryOperator<String> values) {
            return PARAMETER.matcher(path).replaceAll(found -> Matcher.quoteReplacement(values.apply(found.group(1))));
        }

        List<String> parameters() {
            return PARAMETER.matcher(path).results().map(found -> found.group(1)).toList();
        }

        boolean takesBody() {
            return !method.equals("GET");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static List<Route> all() {
        String template = text(TEMPLATE);
        List<Route> routes = new ArrayList<>();
        ROUTE.matcher(template).results().forEach(found -> routes.add(new Route(found.group(1).equals("DeviceHttpApi"),
                found.group(2), found.group(3), found.group(4) != null)));
        assertEquals(template.split("Type: HttpApi\\s", -1).length - 1, routes.size(), "a route is written in another way");
        return routes;
    }

    static List<Route> ofDevices() {
        return all().stream().filter(Route::device).toList();
    }

    /** Those that IAM guards. */
    static List<Route> ofOperators() {
        return all().stream().filter(route -> !route.device() && !route.open()).toList();
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
