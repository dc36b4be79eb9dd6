package io.groundswell.cli.intruders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.groundswell.domain.name.Names;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Names that lead elsewhere once somebody decodes, joins or normalizes them. */
interface PathAttacks extends Attacks {

    /** As sent in a path: traversal, encodings of it, look-alikes, and parts of table keys. */
    List<String> SEGMENTS = List.of("..", ".", "%2e%2e", "%2E%2E%2F", "..%2f..%2fetc%2fpasswd", "%252e%252e", "%25252e%25252e%25252f",
            "..%5c..%5c", "%5c", "%00", "alpha%00", "alpha%00.json", "%c0%ae%c0%ae", "%c0%af", "%e0%80%ae", "%f0%80%80%ae",
            "%uff0e%uff0e", "%ef%bc%8e%ef%bc%8e", "%e2%80%a5", "%e2%88%95", "alpha%20", "%20alpha", "alpha%2f", "%2falpha", "alpha.",
            "alpha..", "a..b", "ALPHA", "Alpha", "alph%d0%b0", "%61lpha%23x", "alpha%23META", "FLEET%23alpha", "*", "%2a", "a%3ab", "a%7cb", "a%3b",
            "alpha;x=1", "$", "%24%7Bx%7D", "%7B%7D", "{fleet}", "~", "%7e", "_", "-x", ".x", "%0d%0aX:%20y", "%09", "%7f", "%ff", "%",
            "%zz", "%2", "a%2525", "null", "undefined", "constructor", "__proto__", "a".repeat(65), "a".repeat(4000));

    @Test
    @DisplayName("[R2] no path parameter of any route takes a name that is none, however it is encoded, and nothing is written")
    default void namesInPaths() {
        Wire device = site().devices(Ground.certified(site().alpha.first).tls(site().serverCas));
        site().withoutTrace(() -> Routes.all().forEach(route -> route.parameters().forEach(parameter ->
                SEGMENTS.stream().filter(segment -> !(route.path().endsWith("/keys") && Names.isValid(segment))).forEach(segment -> {
                    String target = route.target(name -> name.equals(parameter) ? segment : site().alpha.value(route, name));
                    Call call = route.takesBody() ? Call.of(route.method(), target, "{}") : Call.of(route.method(), target);
                    if (route.device()) {
                        device.send(call).refuses(call);
                    } else {
                        operatorRefuses(call);
                    }
                }))));
    }

    private void operatorRefuses(Call call) {
        for (String user : List.of("operator", "approver")) {
            Reply reply = signable(call) ? site().operator(user, call) : site().operators.send(call);
            if (reply.status() != 403) {
                boolean emptyHistory = reply.status() == 200 && reply.json().path("events").isEmpty()
                        && call.target().endsWith("/history");
                if (!emptyHistory) {
                    reply.refuses(call);
                }
                return;
            }
        }
    }

    /** No client can sign an escape that is broken. */
    private static boolean signable(Call call) {
        return !call.target().matches(".*%(?![0-9a-fA-F]{2}).*") && !call.target().matches(".*[\\\\{}].*");
    }

    @Test
    @DisplayName("[R2] [R5] a device's files come from its own fleet's folder, whatever path it asks for")
    default void filesOfADevice() {
        Wire device = site().devices(Ground.certified(site().alpha.first).tls(site().serverCas));
        List<String> files = List.of("../../beta/metadata/1.root.json", "..%2f..%2fbeta%2fmetadata%2f1.root.json", "1.root.json/", "/1.root.json",
                "./1.root.json", "1.root.json%00", "1.root.json%20", "1.ROOT.json", "01.root.json", "1.root.json?x=1", "1.root.json%3fx",
                "root.json", "0.root.json", "-1.root.json", "1.root.jsoN", "1..root.json", "99999999999.root.json", "timestamp.json%2f..",
                "1.%2e%2e.json", "1.root.json%23", "metadata/1.root.json", "%31.root.json%2f..%2f2.root.json", "1.publisher.json%0a");
        List<String> targets = List.of("../../../pki/ca.pem", "..%2f..%2f..%2fpki%2fca.pem", "%2e%2e/%2e%2e/%2e%2e/pki/ca.pem",
                "../metadata/1.root.json", "..%2fmetadata%2f1.root.json", "alpha-app/1.0.0/../../../metadata/1.root.json", "alpha-app//1.0.0",
                "alpha-app/1.0.0/" + "0".repeat(64) + ".app.conf", site().alpha.target() + "/", site().alpha.target() + "%00",
                site().alpha.target().toUpperCase(), "/" + site().alpha.target(), site().alpha.target() + "/..", "a/b/c", "a/b/c/d",
                "exports/alpha", "..\\..\\pki\\ca.pem", site().alpha.target() + "?versionId=null", "alpha-app/1.0.0/app.conf");
        site().withoutTrace(() -> {
            files.forEach(file -> refused(device, "/device/tuf/" + file));
            targets.forEach(target -> refused(device, "/device/targets/" + target));
        });
        assertEquals(200, device.send(Call.of("GET", "/device/tuf/1.root.json")).status());
        assertNotEquals(0, device.send(Call.of("GET", "/device/tuf/timestamp.json")).body().length());
    }

    private static void refused(Wire device, String target) {
        Call call = Call.of("GET", target);
        device.send(call).refuses(call);
    }
}
