package io.groundswell.domain.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupTest {

    @Test
    @DisplayName("[R14] a position is SHA-256 of <group>/<device>")
    void positionIsTheHashOfGroupAndDevice() {
        assertEquals("7b9fec2e86eee13fc00a039ee67e71dfe3fdff336e673199fc2f87ea4d99923b",
                Position.of("bakery", "oven-1").hex());
        assertEquals("f3bca1ac3f73ac32dd137a88318f29063e75802fc9bab980d35f1f331acfbd2b",
                Position.of("kiosk", "oven-3").hex());
    }

    @Test
    @DisplayName("[R14] the order is fixed, no alphabetical slice, and another one in another group")
    void orderDiffersFromTheAlphabetAndAcrossGroups() {
        assertEquals(List.of("oven-2", "oven-5", "oven-4", "oven-1", "oven-3"), inOrder("bakery"));
        assertEquals(List.of("oven-1", "oven-2", "oven-4", "oven-5", "oven-3"), inOrder("kiosk"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7b", "7B9FEC2E86EEE13FC00A039EE67E71DFE3FDFF336E673199FC2F87EA4D99923B",
        "zb9fec2e86eee13fc00a039ee67e71dfe3fdff336e673199fc2f87ea4d99923b",
        "7b9fec2e86eee13fc00a039ee67e71dfe3fdff336e673199fc2f87ea4d99923b0"})
    @DisplayName("[R14] a position is 64 lower-case hexadecimal digits, so that text order is its order")
    void positionsHaveOneForm(String hex) {
        assertThrows(IllegalArgumentException.class, () -> new Position(hex));
    }

    @Test
    @DisplayName("[R10] a member that retired after a rollout read the group's clock was counted, one before was not")
    void clockDecidesWhoWasCounted() {
        assertTrue(member(OptionalLong.empty()).wasLiveAt(7));
        assertTrue(member(OptionalLong.of(8)).wasLiveAt(7));
        assertFalse(member(OptionalLong.of(7)).wasLiveAt(7));
        assertFalse(member(OptionalLong.of(6)).wasLiveAt(7));
    }

    @Test
    @DisplayName("[R10] a retired member is retired whatever the clock")
    void retirementShows() {
        assertFalse(member(OptionalLong.empty()).isRetired());
        assertTrue(member(OptionalLong.of(9)).isRetired());
    }

    private static Membership member(OptionalLong retirement) {
        return new Membership("bakery", "oven-1", Position.of("bakery", "oven-1"), retirement);
    }

    private static List<String> inOrder(String group) {
        return Stream.of("oven-1", "oven-2", "oven-3", "oven-4", "oven-5")
                .sorted(Comparator.comparing(device -> Position.of(group, device))).toList();
    }
}
