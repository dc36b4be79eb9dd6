package io.groundswell.domain.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.rollout.Transition.Changed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RolloutTest {

    @Test
    @DisplayName("[R23] a rollout starts as created, no wave open, nothing acknowledged, nothing to revert")
    void startsAsCreated() {
        Rollout sample = Rollouts.ofWaves(2, 8).build();
        Rollout created = Rollout.create(sample.plan(), sample.waves());
        assertEquals(RolloutStatus.CREATED, created.status());
        assertEquals(-1, created.openWave());
        assertEquals(0, created.epoch());
        assertEquals(Optional.empty(), created.halt());
        assertEquals(Optional.empty(), created.abortPolicy());
        assertFalse(created.isReverting(Instant.EPOCH));
        assertEquals(0, created.nextWave().orElseThrow().index());
    }

    @Test
    @DisplayName("[R14] the split is fixed at creation: a rollout keeps its own copy")
    void splitIsFixed() {
        List<Wave> waves = new ArrayList<>(Rollouts.ofWaves(2, 8).build().waves());
        Rollout rollout = Rollout.create(Rollouts.ofWaves(2, 8).build().plan(), waves);
        waves.clear();
        assertEquals(2, rollout.waves().size());
        assertThrows(UnsupportedOperationException.class, () -> rollout.waves().clear());
    }

    @Test
    @DisplayName("[R18] the open wave is one of the rollout's own, or none yet; after the last comes none")
    void openWaveIsOneOfItsOwn() {
        assertEquals(Optional.empty(), Rollouts.ofWaves(2, 8).open(1).build().nextWave());
        assertThrows(IllegalArgumentException.class, () -> Rollouts.ofWaves(2, 8).open(2).build());
        assertThrows(IllegalArgumentException.class, () -> Rollouts.ofWaves(2, 8).open(-2).build());
    }

    @Test
    @DisplayName("[R28] of two rollouts the one created first is older; of the same instant, the one with the lesser id")
    void ordersByCreation() {
        Rollout.Plan first = Rollouts.ofWaves(1).id("z").build().plan();
        Rollout.Plan later = Rollouts.ofWaves(1).id("a").createdAt(Rollouts.CREATED_AT.plusMillis(1)).build().plan();
        Rollout.Plan sameInstant = Rollouts.ofWaves(1).id("b").build().plan();
        assertTrue(first.isOlderThan(later));
        assertFalse(later.isOlderThan(first));
        assertTrue(sameInstant.isOlderThan(first));
        assertFalse(first.isOlderThan(first));
    }

    @Test
    @DisplayName("[R31] the facts of a transition cannot be changed after the fact")
    void factsAreCopied() {
        Map<String, Object> facts = new HashMap<>(Map.of("wave", 0));
        Changed changed = new Changed(Rollouts.ofWaves(1).build(), "rollout.wave_opened", facts);
        facts.put("wave", 9);
        assertEquals(Map.of("wave", 0), changed.data());
    }
}
