package io.groundswell.agent.apply;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a configuration's signed manifest says.
 *
 * @param path where it goes
 * @param mode its permission bits; {@code 0644} unless said
 * @param reload the entry of the device's allowlist that is run once it is in place
 */
record ConfigManifest(Path path, Set<PosixFilePermission> mode, Optional<String> reload) {

    private static final Pattern MODE = Pattern.compile("0?[0-7]{3}");
    private static final PosixFilePermission[] BITS = {
        PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_READ};

    static ConfigManifest read(Map<String, Object> members) {
        Manifest manifest = new Manifest(members);
        return new ConfigManifest(path(manifest.requiredText("path")), mode(manifest.text("mode").orElse("0644")),
                manifest.text("reload"));
    }

    private static Path path(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute() && path.getNameCount() > 0 && path.toString().equals(text)
                    && path.equals(path.normalize())) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw Manifest.invalid("path", "a path", text);
        }
        throw Manifest.invalid("path", "absolute, without \".\", \"..\" and empty parts", text);
    }

    private static Set<PosixFilePermission> mode(String text) {
        if (!MODE.matcher(text).matches()) {
            throw Manifest.invalid("mode", "three octal digits, as in 0640", text);
        }
        int bits = Integer.parseInt(text, 8);
        Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < BITS.length; i++) {
            if ((bits & 1 << i) != 0) {
                mode.add(BITS[i]);
            }
        }
        return mode;
    }
}
