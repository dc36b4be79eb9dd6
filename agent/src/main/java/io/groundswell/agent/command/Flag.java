package io.groundswell.agent.command;

import java.util.Locale;

/**
 * One flag with a value.
 *
 * @param name such as {@code --root-sha256}
 * @param value what it takes, as the usage shows it
 */
record Flag(String name, String value, boolean isRequired, String meaning) {

    private static final String PREFIX = "GROUNDSWELL_";

    static final Flag DIR = required("--dir", "DIR",
            "the device's directory; enroll makes it, mode 0700, if it is not there");
    static final Flag SERVER = required("--server", "URL",
            "where to enrol: the operator API's base URL, https but on this very machine");
    static final Flag TOKEN = required("--token", "TOKEN",
            "the enrolment token; better given in the environment, where other users cannot see it");
    static final Flag NAME = required("--name", "NAME", "the device's name in its fleet");
    static final Flag ROOT_SHA256 = optional("--root-sha256", "HEX",
            "SHA-256 of the fleet's newest TUF root; another root is not pinned, and the device not enrolled");
    static final Flag SERVER_CA = optional("--server-ca", "FILE",
            "PEM file with the CAs that certify the server, kept for later runs; the platform's CAs otherwise");
    static final Flag ALLOWLISTS = optional("--allowlists", "FILE",
            "what probes, configurations and containers may touch on this device; nothing otherwise");
    static final Flag TAGS = optional("--tags", "K=V,…", "told to the server at registration");

    static Flag required(String name, String value, String meaning) {
        return new Flag(name, value, true, meaning);
    }

    static Flag optional(String name, String value, String meaning) {
        return new Flag(name, value, false, meaning);
    }

    /** The flag with what it takes. */
    String shown() {
        return name + " " + value;
    }

    /** The environment variable that may stand for the flag. */
    String variable() {
        return PREFIX + name.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
