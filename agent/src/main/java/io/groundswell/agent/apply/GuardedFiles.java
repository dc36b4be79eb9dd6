package io.groundswell.agent.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Files that say or do what the device's owner allows: nothing signed is placed over them, or it could allow itself more.
 *
 * <p>A file is meant by every name on the way to it: as it is written, and where links of it and of its directories
 * lead, to a file that is not there yet, too.
 *
 * @param paths absolute
 */
record GuardedFiles(Set<Path> paths) {

    private static final int MOST_LINKS = 40;

    GuardedFiles {
        paths = Set.copyOf(paths);
    }

    /** Whether a path, none of whose directories is a link, is one of the files now. */
    boolean hold(Path plain) throws IOException {
        for (Path path : paths) {
            if (names(path).contains(plain)) {
                return true;
            }
        }
        return false;
    }

    private static Set<Path> names(Path path) throws IOException {
        Path at = plain(path);
        Set<Path> names = new HashSet<>(List.of(path.normalize(), at));
        for (int i = 0; i < MOST_LINKS && Files.isSymbolicLink(at); i++) {
            at = plain(at.resolveSibling(Files.readSymbolicLink(at)));
            names.add(at);
        }
        return names;
    }

    /** The path through real directories, as far as they are there. */
    private static Path plain(Path path) throws IOException {
        Path directory = path.getParent();
        return directory != null && Files.isDirectory(directory)
                ? directory.toRealPath().resolve(path.getFileName()).normalize() : path.normalize();
    }
}
