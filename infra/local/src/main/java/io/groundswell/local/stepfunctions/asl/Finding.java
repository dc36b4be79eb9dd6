package io.groundswell.local.stepfunctions.asl;

/** One reason to refuse a definition, raised where it is found and collected per state. */
final class Finding extends Exception {

    private static final long serialVersionUID = 1L;

    Finding(String path, String message) {
        super((path.isEmpty() ? "definition" : path) + ": " + message);
    }
}
