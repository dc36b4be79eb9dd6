package io.groundswell.domain.audit;

/** What an export consists of (R33). */
public final class ExportFiles {

    /** One event a line, lane after lane, each in the order of its sequence. */
    public static final String EVENTS = "events.jsonl";
    /** Count, length and digest of the events, verdict, findings and heads. */
    public static final String MANIFEST = "manifest.json";
    /** The signature of the manifest's bytes: ECDSA P-256 over their SHA-256, DER. */
    public static final String SIGNATURE = "manifest.sig";

    private ExportFiles() {
    }
}
