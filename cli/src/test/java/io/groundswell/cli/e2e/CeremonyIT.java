package io.groundswell.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.cli.fleet.FleetCeremony;
import io.groundswell.cli.fleet.FleetCeremony.Anchor;
import io.groundswell.cli.fleet.FleetCeremony.Rotation;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Offline ceremonies against the API that checks them as a client would. */
class CeremonyIT {

    private static final Rotation SAME = new Rotation(OptionalInt.empty(), OptionalInt.empty(), false);
    private static final Rotation KEEP = new Rotation(OptionalInt.empty(), OptionalInt.empty(), true);

    private static Stack stack;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private String fleet;

    @BeforeAll
    static void start() {
        stack = Stack.start();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @BeforeEach
    void name(TestInfo test) {
        fleet = test.getTestMethod().orElseThrow().getName();
    }

    private FleetCeremony ceremony() {
        return new FleetCeremony(new OperatorApi(http, stack.operatorApi(), stack.user("operator")), folder,
                InstantSource.system());
    }

    private int rootVersion() {
        return new OperatorApi(http, stack.operatorApi(), stack.user("auditor")).get("/fleets/" + fleet)
                .path("root").path("version").asInt();
    }

    private static String refusal(Runnable call) {
        return assertThrows(CommandFailed.class, call::run).getMessage();
    }

    @Test
    @DisplayName("[R5] a rotation keeps threshold and number of keys, and replaces every key")
    void keepsThreshold() {
        Anchor first = ceremony().create(fleet, 3, 2);
        Anchor second = ceremony().rotate(fleet, SAME);

        assertEquals(2, second.version());
        assertEquals(2, second.threshold());
        assertEquals(3, second.rootKeyIds().size());
        assertTrue(second.rootKeyIds().stream().noneMatch(first.rootKeyIds()::contains));
        assertEquals(2, rootVersion());
    }

    @Test
    @DisplayName("[R5] a later expiry and another threshold are signed by the same keys")
    void keepsKeys() {
        Anchor first = ceremony().create(fleet, 2, 1);
        Anchor second = ceremony().rotate(fleet, KEEP);
        Anchor third = ceremony().rotate(fleet, new Rotation(OptionalInt.empty(), OptionalInt.of(2), true));

        assertEquals(first.rootKeyIds(), second.rootKeyIds());
        assertEquals(first.rootKeyIds(), third.rootKeyIds());
        assertEquals(2, third.threshold());
        assertNotEquals(second.sha256(), third.sha256());
        assertEquals(3, rootVersion());
    }

    @Test
    @DisplayName("[R5] fewer keys than the threshold sign nothing, and nothing changes")
    void tooFewKeys() throws IOException {
        ceremony().create(fleet, 3, 2);
        Files.delete(folder.resolve("v1/root-1.pem"));
        Files.delete(folder.resolve("v1/root-3.pem"));

        assertThrows(RuntimeException.class, () -> ceremony().rotate(fleet, SAME));

        assertEquals(1, rootVersion());
    }

    @Test
    @DisplayName("[R5] two of three keys at hand are enough for a rotation")
    void enoughKeys() throws IOException {
        ceremony().create(fleet, 3, 2);
        Files.delete(folder.resolve("v1/root-2.pem"));

        assertEquals(2, ceremony().rotate(fleet, SAME).version());
    }

    @Test
    @DisplayName("a creation that is repeated is the same fleet; with other arguments it is refused")
    void repeatedCreation() {
        Anchor first = ceremony().create(fleet, 2, 2);
        assertEquals(first, ceremony().create(fleet, 2, 2));
        assertEquals("the folder holds a root that is signed already, threshold 2 of 2; expected 1 of 2: repeat the first "
                + "command, or give another folder", refusal(() -> ceremony().create(fleet, 2, 1)));
    }

    @Test
    @DisplayName("a folder without the keys of the fleet's version is refused")
    void wrongFolder() {
        new FleetCeremony(new OperatorApi(http, stack.operatorApi(), stack.user("operator")), folder.resolve("a"),
                InstantSource.system()).create(fleet, 1, 1);
        assertEquals("the folder must hold the keys and the root of version 1 of fleet wrongFolder; found no v1/root.json",
                refusal(() -> ceremony().rotate(fleet, SAME)));
    }
}
