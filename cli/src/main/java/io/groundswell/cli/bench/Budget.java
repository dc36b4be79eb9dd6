package io.groundswell.cli.bench;

/**
 * One line of what the product may cost.
 *
 * @param limit what it may cost, in words
 * @param measured what it costs, in words
 */
record Budget(String what, String limit, String measured, boolean held) {

    static Budget of(String what, String limit, String measured, boolean held) {
        return new Budget(what, limit, measured, held);
    }

    /** A number without decimals that say nothing. */
    static String number(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : "%.2f".formatted(value);
    }
}
