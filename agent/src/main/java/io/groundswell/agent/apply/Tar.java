package io.groundswell.agent.apply;

import io.groundswell.agent.update.ApplyFailed;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The entries of a tar file, one after the other, and the few bytes to write one.
 *
 * <p>An entry is its header, with what extends the header before it, and its content. What can be read in two ways is
 * refused, so that nothing is hidden from this reader that another one would see.
 */
final class Tar implements AutoCloseable {

    private static final int BLOCK = 512;
    private static final int MAX_SMALL = 4 << 20;

    private final InputStream in;
    private byte[] headers = new byte[0];
    private String name = "";
    private boolean isPlain;
    private long size;
    private boolean isRead = true;

    Tar(InputStream in) {
        this.in = in;
    }

    /** Goes to the next entry; false at the end. */
    boolean next() throws IOException {
        skip();
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        for (byte[] header = block(); header != null; header = block()) {
            raw.write(header);
            size = number(header, 124, 12);
            char type = (char) header[156];
            if (type != 'x' && type != 'g' && type != 'L' && type != 'K') {
                name = plain(text(header, 0, 100), text(header, 345, 155), isUstar(header));
                isPlain = type == '0' || type == 0;
                headers = raw.toByteArray();
                isRead = false;
                return true;
            }
            requireHarmless(type, small(raw));
        }
        return false;
    }

    /** The next header; nothing at the end mark, or at the end of the file. */
    private byte[] block() throws IOException {
        byte[] header = in.readNBytes(BLOCK);
        if (header.length == 0 || Arrays.equals(header, new byte[BLOCK])) {
            return null;
        }
        if (header.length < BLOCK || number(header, 148, 8) != checksum(header)) {
            throw invalid("an uncompressed tar file", "a header that is none");
        }
        return header;
    }

    /** Extensions may say times and owners, and long names of layers; an index has a short name of its own. */
    private static void requireHarmless(char type, String content) {
        boolean isRenaming = type == 'L' || content.contains(" path=") || content.contains(" size=");
        if (isRenaming && (content.contains("manifest.json") || content.contains("index.json")
                || content.contains("repositories") || content.contains(" size="))) {
            throw invalid("plain headers for the indexes", "an extended one");
        }
    }

    private String small(ByteArrayOutputStream raw) throws IOException {
        byte[] content = smallContent();
        raw.write(content);
        raw.write(padding(content.length));
        in.skipNBytes(padding(content.length).length);
        return new String(content, StandardCharsets.UTF_8);
    }

    private byte[] smallContent() throws IOException {
        if (size > MAX_SMALL) {
            throw invalid("at most " + MAX_SMALL + " bytes in an index or a header", Long.toString(size));
        }
        byte[] content = in.readNBytes((int) size);
        if (content.length < size) {
            throw new EOFException("the tar file ends in the middle of an entry");
        }
        return content;
    }

    /** The entry's name without empty parts, {@code .} and {@code ..}: engines clean it, too, before they look at it. */
    String name() {
        return name;
    }

    /** A small file's content; engines follow a link, which would lead to content that is not this entry's. */
    byte[] content() throws IOException {
        if (!isPlain) {
            throw invalid("plain files as indexes", "a link or a device called " + name);
        }
        byte[] content = smallContent();
        in.skipNBytes(padding(size).length);
        isRead = true;
        return content;
    }

    /** Copies the entry as it is. */
    void copyTo(OutputStream out) throws IOException {
        out.write(headers);
        long left = size + padding(size).length;
        byte[] buffer = new byte[1 << 16];
        while (left > 0) {
            int length = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
            if (length == 0) {
                throw new EOFException("the tar file ends in the middle of an entry");
            }
            out.write(buffer, 0, length);
            left -= length;
        }
        isRead = true;
    }

    private void skip() throws IOException {
        if (!isRead) {
            in.skipNBytes(size + padding(size).length);
        }
    }

    static void write(OutputStream out, String name, byte[] content) throws IOException {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0" + "0000000\0" + "0000000\0" + "%011o\0".formatted(content.length)
                + "00000000000\0" + "        " + "0");
        put(header, 257, "ustar\0" + "00");
        put(header, 148, "%06o\0 ".formatted(checksum(header)));
        out.write(header);
        out.write(content);
        out.write(padding(content.length));
    }

    static void end(OutputStream out) throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    private static byte[] padding(long size) {
        return new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)];
    }

    private static boolean isUstar(byte[] header) {
        return text(header, 257, 5).equals("ustar");
    }

    private static String plain(String name, String prefix, boolean isUstar) {
        String full = isUstar && !prefix.isEmpty() ? prefix + "/" + name : name;
        Deque<String> parts = new ArrayDeque<>();
        for (String part : full.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    private static String text(byte[] header, int offset, int length) {
        String text = new String(header, offset, length, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private static long number(byte[] header, int offset, int length) {
        if (header[offset] < 0) {
            return large(header, offset, length);
        }
        String digits = text(header, offset, length).strip();
        if (!digits.matches("[0-7]{0,12}")) {
            throw invalid("octal numbers in headers", digits);
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    /** The form of sizes above 8 GiB: a set first bit and a binary number. */
    private static long large(byte[] header, int offset, int length) {
        long value = 0;
        for (int i = offset + length - 7; i < offset + length; i++) {
            value = value << 8 | header[i] & 0xff;
        }
        return value;
    }

    private static long checksum(byte[] header) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        return sum;
    }

    static ApplyFailed invalid(String expected, String found) {
        return new ApplyFailed("image_invalid", "an image's archive must have " + expected + ", found " + found, null);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
