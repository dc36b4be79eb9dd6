package io.groundswell.handlers.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ChainVerification;
import io.groundswell.domain.audit.Lane;
import io.groundswell.domain.audit.SequenceGap;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.aws.ObjectWriter;
import io.groundswell.handlers.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The progress of an export as bytes and back: JSON, compressed, because it names every subject of a lane. */
final class ExportProgressJson {

    private ExportProgressJson() {
    }

    static byte[] write(ExportProgress progress) {
        ExportOrder order = progress.order();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", order.id());
        json.put("fleet", order.fleet());
        json.put("lanes", order.lanes());
        json.put("actor", order.actor());
        json.put("at", Timestamps.format(order.at()));
        json.put("heads", progress.heads().stream().map(ChainHead::members).toList());
        json.put("ended", progress.ended());
        json.put("read", progress.read());
        json.put("verified", verified(progress.verified()));
        json.put("findings", progress.findings());
        json.put("events", events(progress.events()));
        progress.heldUntil().ifPresent(until -> json.put("held_until", Timestamps.format(until)));
        return compress(Json.write(json));
    }

    static ExportProgress read(byte[] bytes) {
        JsonNode json = Json.read(decompress(bytes));
        ExportOrder order = new ExportOrder(json.path("id").asText(), json.path("fleet").asText(), json.path("lanes").asInt(),
                json.path("actor").asText(), Instant.parse(json.path("at").asText()));
        return new ExportProgress(order, heads(json.path("heads")), json.path("ended").asInt(),
                json.path("read").asLong(), readVerified(json.path("verified")),
                list(json.path("findings"), JsonNode::asText), readEvents(json.path("events")),
                text(json.path("held_until")).map(Instant::parse));
    }

    private static Map<String, Object> verified(ChainVerification.State state) {
        return Map.of("events", state.events(), "reached", state.reached().stream().map(ChainHead::members).toList(),
                "altered", state.altered(), "gaps", state.gaps().stream().map(ExportProgressJson::gap).toList(),
                "revisions", state.revisions(), "absent", state.absent());
    }

    private static Map<String, Object> gap(SequenceGap gap) {
        return Map.of("first", gap.first(), "last", gap.last(), "before", gap.before());
    }

    private static ChainVerification.State readVerified(JsonNode json) {
        Map<String, Long> revisions = new HashMap<>();
        json.path("revisions").properties().forEach(member -> revisions.put(member.getKey(), member.getValue().asLong()));
        Map<String, Map<Long, String>> absent = new HashMap<>();
        json.path("absent").properties().forEach(subject -> {
            Map<Long, String> places = new HashMap<>();
            subject.getValue().properties().forEach(place ->
                    places.put(Long.valueOf(place.getKey()), place.getValue().asText()));
            absent.put(subject.getKey(), places);
        });
        return new ChainVerification.State(json.path("events").asLong(), heads(json.path("reached")),
                json.path("altered").asBoolean(), list(json.path("gaps"), gap -> new SequenceGap(gap.path("first").asLong(), gap.path("last").asLong(),
                        gap.path("before").asText())), revisions, absent);
    }

    private static Map<String, Object> events(ObjectWriter.State state) {
        Map<String, Object> json = new LinkedHashMap<>();
        state.upload().ifPresent(upload -> json.put("upload", upload));
        json.put("parts", state.parts().stream().map(ExportProgressJson::part).toList());
        json.put("size", state.size());
        json.put("digest", Base64.getEncoder().encodeToString(state.digest()));
        json.put("pending", Base64.getEncoder().encodeToString(state.pending()));
        return json;
    }

    private static Map<String, Object> part(ObjectWriter.Part part) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("etag", part.etag());
        part.crc32().ifPresent(crc -> json.put("crc32", crc));
        part.crc64().ifPresent(crc -> json.put("crc64", crc));
        return json;
    }

    private static ObjectWriter.State readEvents(JsonNode json) {
        List<ObjectWriter.Part> parts = list(json.path("parts"), part -> new ObjectWriter.Part(
                part.path("etag").asText(), text(part.path("crc32")), text(part.path("crc64"))));
        return new ObjectWriter.State(text(json.path("upload")), parts, json.path("size").asLong(),
                Base64.getDecoder().decode(json.path("digest").asText()),
                Base64.getDecoder().decode(json.path("pending").asText()));
    }

    private static List<ChainHead> heads(JsonNode json) {
        return list(json, head -> new ChainHead(Lane.parse(head.path("lane").asText()), head.path("sequence").asLong(),
                head.path("hash").asText()));
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> reader) {
        List<T> list = new ArrayList<>();
        array.forEach(element -> list.add(reader.apply(element)));
        return list;
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    private static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static byte[] decompress(byte[] bytes) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
