package io.groundswell.simulation.check;

import static io.groundswell.simulation.check.Read.number;
import static io.groundswell.simulation.check.Read.text;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A rollout at its creation: who counts, in which wave (R13, R14). */
final class NewRollout {

    private NewRollout() {
    }

    static NaiveRollout of(Map<String, AttributeValue> item, Iterable<Map<String, AttributeValue>> members) {
        NaiveRollout rollout = new NaiveRollout(item);
        Map<String, String> counted = new TreeMap<>();
        for (Map<String, AttributeValue> member : members) {
            boolean live = !member.containsKey("retired") || number(member, "retired") > number(item, "group_clock");
            if (live) {
                counted.put(sha256(text(item, "group") + "/" + text(member, "device")), text(member, "device"));
            }
        }
        List<BigDecimal> percents = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (AttributeValue wave : item.get("waves").l()) {
            percents.add(new BigDecimal(text(wave.m(), "percent")));
            sizes.add((int) number(wave.m(), "size"));
            rollout.asked.add(text(wave.m(), "percent") + " " + text(wave.m(), "approval"));
            rollout.manual.add(text(wave.m(), "approval").equals("manual"));
        }
        List<Integer> expected = rollout.split(List.copyOf(counted.values()), percents);
        Violation.unless(expected.equals(sizes), "[R13] the waves of rollout %s hold %s devices, found %s", rollout.id,
                expected, sizes);
        return rollout;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
