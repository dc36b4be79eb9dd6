package io.groundswell.tuf;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Ed25519 keys by number: the same number is the same key in every test. */
public final class TestKeys {

    private TestKeys() {
    }

    /** The key of a number. */
    public static Ed25519Signer key(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return Ed25519Signer.fromSeed(seed);
    }

    /** The keys of these numbers. */
    public static List<Ed25519Signer> keys(int... numbers) {
        return IntStream.of(numbers).mapToObj(TestKeys::key).toList();
    }

    /** The public halves. */
    public static List<Key> publicKeys(List<? extends Signer> signers) {
        return signers.stream().map(Signer::key).toList();
    }
}
