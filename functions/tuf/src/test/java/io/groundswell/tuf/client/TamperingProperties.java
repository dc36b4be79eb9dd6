package io.groundswell.tuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.Signed;
import io.groundswell.tuf.TufException;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever is changed in a served file, the client refuses it by name, or the change touched nothing that is signed. */
class TamperingProperties {

    private enum Change { FLIP, CUT, DELETE, DOUBLE, INSERT }

    @Provide
    Arbitrary<String> roles() {
        return Arbitraries.of("root", "timestamp", "snapshot", "targets", "A");
    }

    @Property(tries = 600)
    @Label("[R30] any change to any served file is refused or changes no content")
    void noChangeGoesUnnoticed(@ForAll("roles") String role, @ForAll Change change,
            @ForAll @IntRange(max = 4_000) int at, @ForAll byte with) {
        SimulatedRepository repository = new SimulatedRepository();
        SimulatedClient client = SimulatedClient.trusting(repository);
        repository.delegate("targets", "A", true, "*");
        repository.addTarget("A", "file", "content");
        repository.publish("root", "A", "targets", "snapshot", "timestamp");
        Signed genuine = Metadata.parse(Signed.class, repository.latest(role)).signed();
        repository.replaceLatest(role, changed(repository.latest(role), change, at, with));
        try {
            assertEquals(Optional.of("content"), client.download("file"));
        } catch (TufException refused) {
            return;
        }
        assertEquals(genuine, Metadata.parse(Signed.class, client.read(role).orElseThrow()).signed());
    }

    private static byte[] changed(byte[] bytes, Change change, int at, byte with) {
        int index = at % bytes.length;
        return switch (change) {
            case FLIP -> {
                byte[] flipped = bytes.clone();
                flipped[index] ^= (byte) (with | 1);
                yield flipped;
            }
            case CUT -> Arrays.copyOf(bytes, index);
            case DELETE -> spliced(bytes, index, index + 1);
            case DOUBLE -> spliced(bytes, index, 0);
            case INSERT -> {
                byte[] inserted = spliced(bytes, index, index);
                byte[] longer = Arrays.copyOf(inserted, inserted.length + 1);
                System.arraycopy(inserted, index, longer, index + 1, inserted.length - index);
                longer[index] = with;
                yield longer;
            }
        };
    }

    /** The first {@code end} bytes, then those from {@code start} on. */
    private static byte[] spliced(byte[] bytes, int end, int start) {
        byte[] joined = Arrays.copyOf(bytes, end + bytes.length - start);
        System.arraycopy(bytes, start, joined, end, bytes.length - start);
        return joined;
    }
}
