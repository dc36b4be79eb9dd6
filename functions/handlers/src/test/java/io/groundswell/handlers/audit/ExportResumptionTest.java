package io.groundswell.handlers.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.json.Sha256;
import io.groundswell.handlers.testing.Api.Answer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Exports that take more than one request, and requests that die. */
class ExportResumptionTest {

    private final ExportSite site = new ExportSite();
    private final Instant start = Instant.now();

    @Test
    @DisplayName("[R33] an export of any length is finished request by request, and is the same as one in a single request")
    void goesOnSliceBySlice() throws Exception {
        site.appendLong(200, 7);
        Answer whole = site.call(ExportSite.EXPORT);
        // Every request has time for two pages of a thousand events, or what S3's answer of a megabyte holds of it.
        site.clock = oneLookAtTheClock();

        Answer answer = site.call(ExportSite.EXPORT);
        int requests = 1;
        assertEquals(201, answer.status());
        String id = answer.text("id");
        while (answer.text("status").equals("in_progress")) {
            assertEquals(200, answer.body().path("events_total").asInt());
            assertEquals("in_progress", site.call("GET /fleets/{fleet=f}/audit/exports/{id=" + id + "}").text("status"));
            site.clock = oneLookAtTheClock();
            answer = site.call(ExportSite.goOn(id));
            assertEquals(200, answer.status());
            requests++;
        }

        assertTrue(requests > 4, "requests: " + requests);
        assertEquals("intact", answer.text("verdict"));
        assertEquals(0, site.s3.openUploads());
        String folder = "exports/f/" + id + "/";
        assertEquals(whole.text("events_sha256"), answer.text("events_sha256"));
        assertEquals(whole.text("events_sha256"), Sha256.hex(site.s3.bytes(folder + "events.jsonl")));
        assertTrue(site.verifies(site.s3.bytes(folder + "manifest.json"), site.s3.bytes(folder + "manifest.sig")));
        Answer again = site.call(ExportSite.goOn(id));
        assertEquals("complete", again.text("status"));
        assertEquals(answer.text("events_sha256"), again.text("events_sha256"));
    }

    @Test
    @DisplayName("[R33] of two requests that continue an export one is refused, until the other must have ended")
    void continuesOnce() {
        site.appendLong(110, 1);
        site.clock = oneLookAtTheClock();
        String id = site.call(ExportSite.EXPORT).text("id");
        String goOn = ExportSite.goOn(id);
        site.clock = () -> start;
        Answer[] meanwhile = new Answer[1];
        site.s3.beforePut(key -> {
            if (key.endsWith("events.jsonl") && meanwhile[0] == null) {
                site.s3.beforePut(other -> other);
                meanwhile[0] = site.call(goOn);
            }
            return key;
        });

        Answer answer = site.call(goOn);

        assertEquals("complete", answer.text("status"));
        assertEquals(409, meanwhile[0].status());
        assertEquals("export " + id + " is being continued by another request; ask again in half a minute",
                meanwhile[0].error());
    }

    @Test
    @DisplayName("[R33] an export whose request died at any write is finished by the next")
    void survivesCrashes() {
        site.appendLong(110, 1);
        for (int fatal = 1; fatal <= 6; fatal++) {
            site.clock = oneLookAtTheClock();
            String id = site.call(ExportSite.EXPORT).text("id");
            String goOn = ExportSite.goOn(id);
            site.clock = () -> start;
            int[] left = {fatal};
            site.s3.beforePut(key -> {
                if (--left[0] == 0) {
                    throw new IllegalStateException("killed");
                }
                return key;
            });
            int crashed = site.call(goOn).status();
            site.s3.beforePut(key -> key);
            site.clock = laterOnce();

            Answer answer = site.call(goOn);

            assertEquals("complete", answer.text("status"), "write " + fatal + " failed with " + crashed);
            assertEquals(answer.text("events_sha256"), Sha256.hex(site.s3.bytes("exports/f/" + id + "/events.jsonl")));
            assertEquals(0, site.s3.openUploads());
        }
    }

    @Test
    @DisplayName("[R33] the index is waited for beyond a request; what it still does not show is named in the verdict")
    void waitsForTheIndexAcrossRequests() {
        for (int n = 1; n <= 5; n++) {
            site.chains.append("f", ExportSite.device("d"), "device.registered", n, Map.of());
        }
        site.chains.remove(ExportSite.device("d"), 2);
        site.chains.remove(ExportSite.device("d"), 4);
        AtomicInteger looks = new AtomicInteger();
        site.clock = () -> looks.incrementAndGet() <= 8 ? start : start.plusSeconds(60);
        Answer waiting = site.call(ExportSite.EXPORT);
        site.clock = () -> start.plusSeconds(15);
        Answer complete = site.call(ExportSite.goOn(waiting.text("id")));

        assertEquals("in_progress", waiting.text("status"));
        assertEquals(1, waiting.body().path("events").asInt());
        assertEquals("complete", complete.text("status"));
        assertEquals("broken", complete.text("verdict"));
        assertEquals(3, complete.body().path("events").asInt());
        assertTrue(complete.body().path("findings").path(0).asText().endsWith("sequence 2 is missing before this event"));
        assertTrue(complete.body().path("findings").path(1).asText().endsWith("sequence 4 is missing before this event"));
    }

    /** A clock that is beyond every deadline once it was looked at a few times: enough for two pages. */
    private InstantSource oneLookAtTheClock() {
        AtomicInteger looks = new AtomicInteger();
        return () -> looks.incrementAndGet() <= 3 ? start : start.plusSeconds(60);
    }

    /** A clock that shows an hour later once, when the hold of an earlier request is looked at. */
    private InstantSource laterOnce() {
        AtomicInteger looks = new AtomicInteger();
        return () -> looks.incrementAndGet() == 1 ? start.plusSeconds(3_600) : start;
    }
}
