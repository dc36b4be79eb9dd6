package io.groundswell.handlers.table;

import io.groundswell.domain.name.DeviceRef;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An enrolled device.
 *
 * @param enrolledAt when it was enrolled last
 * @param certificate the certificate in force, the only one that is accepted (R7)
 * @param next a renewed certificate that was not used yet; its first use puts it in force
 */
public record DeviceRecord(DeviceRef ref, Status status, Instant enrolledAt, Pin certificate, Optional<Pin> next,
        Profile profile) {

    /** Live means not decommissioned, nothing else (R9). */
    public enum Status {
        ACTIVE("active"), DECOMMISSIONED("decommissioned");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        static Status parse(String word) {
            for (Status status : values()) {
                if (status.word.equals(word)) {
                    return status;
                }
            }
            throw new IllegalArgumentException("no device status is called " + word);
        }
    }

    /**
     * A certificate as the record pins it.
     *
     * @param fingerprint SHA-256 of the DER encoding, 64 hexadecimal digits
     */
    public record Pin(String fingerprint, Instant expiresAt) {
    }

    /**
     * What a device says about itself (R8).
     *
     * @param installedVersions artifact name to version
     */
    public record Profile(Map<String, String> hardware, Optional<String> agentVersion, Map<String, String> tags,
            Map<String, String> installedVersions) {

        public static final Profile EMPTY = new Profile(Map.of(), Optional.empty(), Map.of(), Map.of());

        public Profile {
            hardware = Map.copyOf(hardware);
            tags = Map.copyOf(tags);
            installedVersions = Map.copyOf(installedVersions);
        }
    }

    /** A device at its first enrolment. */
    public static DeviceRecord enrolled(DeviceRef ref, Instant at, Pin certificate) {
        return new DeviceRecord(ref, Status.ACTIVE, at, certificate, Optional.empty(), Profile.EMPTY);
    }

    public boolean isDecommissioned() {
        return status == Status.DECOMMISSIONED;
    }

    /** The same device with a new certificate; a decommissioned one is active again (R7). */
    public DeviceRecord reEnrolled(Instant at, Pin replacement) {
        return new DeviceRecord(ref, Status.ACTIVE, at, replacement, Optional.empty(), profile);
    }

    public DeviceRecord decommissioned() {
        return new DeviceRecord(ref, Status.DECOMMISSIONED, enrolledAt, certificate, Optional.empty(), profile);
    }

    /** A renewed certificate was issued; an earlier one that was never used is forgotten. */
    public DeviceRecord withNext(Pin renewed) {
        return new DeviceRecord(ref, status, enrolledAt, certificate, Optional.of(renewed), profile);
    }

    /** The renewed certificate was used: it is in force and the old one is not. */
    public DeviceRecord renewed() {
        return new DeviceRecord(ref, status, enrolledAt, next.orElseThrow(), Optional.empty(), profile);
    }

    public DeviceRecord withProfile(Profile current) {
        return new DeviceRecord(ref, status, enrolledAt, certificate, next, current);
    }

    Item toItem() {
        Item.Builder item = Item.with().text("fleet", ref.fleet()).text("name", ref.name())
                .text(Keys.LISTING_PK, Keys.devicesOf(ref.fleet())).text(Keys.LISTING_SK, ref.name())
                .text("status", status.word()).time("enrolled_at", enrolledAt)
                .item("certificate", pin(certificate))
                .values("hardware_profile", widened(profile.hardware())).text("agent_version", profile.agentVersion())
                .values("tags", widened(profile.tags())).values("installed_versions", widened(profile.installedVersions()));
        next.ifPresent(renewed -> item.item("next_certificate", pin(renewed)));
        return item.build();
    }

    static Versioned<DeviceRecord> of(Item item) {
        DeviceRecord device = new DeviceRecord(new DeviceRef(item.text("fleet"), item.text("name")),
                Status.parse(item.text("status")), item.time("enrolled_at"), toPin(item.item("certificate")),
                item.optionalItem("next_certificate").map(DeviceRecord::toPin),
                new Profile(texts(item, "hardware_profile"), item.optionalText("agent_version"), texts(item, "tags"),
                        texts(item, "installed_versions")));
        return new Versioned<>(device, item.number("rev"));
    }

    private static Item pin(Pin pin) {
        return Item.with().text("fingerprint", pin.fingerprint()).time("expires_at", pin.expiresAt()).build();
    }

    private static Pin toPin(Item item) {
        return new Pin(item.text("fingerprint"), item.time("expires_at"));
    }

    private static Map<String, Object> widened(Map<String, String> texts) {
        return new LinkedHashMap<>(texts);
    }

    private static Map<String, String> texts(Item item, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        item.values(name).forEach((key, value) -> texts.put(key, (String) value));
        return texts;
    }
}
