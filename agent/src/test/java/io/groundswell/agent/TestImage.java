package io.groundswell.agent;

import io.groundswell.domain.json.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A container image of one layer in the archive that {@code docker save} writes.
 *
 * @param archive the artifact's bytes
 * @param id the digest of its configuration
 */
public record TestImage(byte[] archive, String id) {

    private static final int BLOCK = 512;

    /**
     * An image of these files.
     *
     * @param tags the names that the archive claims, as JSON
     */
    public static TestImage of(Map<String, byte[]> layerFiles, List<String> command, String tags) {
        byte[] layer = tar(new TreeMap<>(layerFiles));
        String layerId = Sha256.hex(layer);
        byte[] config = ascii("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Cmd\":[\""
                + String.join("\",\"", command) + "\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:"
                + layerId + "\"]}}");
        String id = Sha256.hex(config);
        TreeMap<String, byte[]> files = new TreeMap<>(Map.of(layerId + ".tar", layer, id + ".json", config,
                "manifest.json", ascii("[{\"Config\":\"" + id + ".json\",\"RepoTags\":" + tags + ",\"Layers\":[\""
                        + layerId + ".tar\"]}]")));
        if (!tags.equals("null")) {
            files.put("repositories", ascii("{\"localhost/gateway\":{\"latest\":\"" + layerId + "\"}}"));
        }
        return new TestImage(tar(files), id);
    }

    /** The image of a version that nothing can run. */
    public static TestImage of(String version) {
        return of(Map.of("version", ascii(version)), List.of("/app"), "null");
    }

    /** The archive with another name for one of its entries. */
    public byte[] renamed(String from, String to) {
        return edited(from, header -> {
            byte[] name = ascii(pad(to, 100));
            System.arraycopy(name, 0, header, 0, name.length);
        });
    }

    /** The archive with one of its entries declared to be a symbolic link. */
    public byte[] linked(String name) {
        return edited(name, header -> header[156] = '2');
    }

    private byte[] edited(String entry, Consumer<byte[]> edit) {
        byte[] edited = archive.clone();
        int at = new String(archive, StandardCharsets.ISO_8859_1).indexOf(pad(entry, 100));
        byte[] header = Arrays.copyOfRange(edited, at, at + BLOCK);
        edit.accept(header);
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        System.arraycopy(ascii("%06o\0 ".formatted(sum)), 0, header, 148, 8);
        System.arraycopy(header, 0, edited, at, BLOCK);
        return edited;
    }

    private static byte[] tar(TreeMap<String, byte[]> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        files.forEach((name, content) -> {
            out.writeBytes(header(name, content.length));
            out.writeBytes(content);
            out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        });
        out.writeBytes(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    private static byte[] header(String name, int size) {
        String before = pad(name, 100) + "0000755\0" + "0000000\0" + "0000000\0" + "%011o\0".formatted(size)
                + "00000000000\0";
        String after = "0" + pad("", 100) + "ustar\0" + "00" + pad("", 247);
        int sum = (before + "        " + after).chars().sum();
        return ascii(before + "%06o\0 ".formatted(sum) + after);
    }

    private static String pad(String text, int length) {
        return text + "\0".repeat(length - text.length());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
