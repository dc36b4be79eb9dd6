package io.groundswell.agent.disk;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Changes to the agent's own directory that outlast a power failure once the call returns.
 *
 * <p>Nobody but the agent's user writes there, so paths are used as they are; links are never followed when something
 * is deleted.
 */
public final class DurableFiles {

    /** Readable by the agent alone. */
    public static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");
    /** Readable by the programs that use what is installed. */
    public static final Set<PosixFilePermission> SHARED = PosixFilePermissions.fromString("rw-r--r--");
    public static final Set<PosixFilePermission> PRIVATE_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    public static final Set<PosixFilePermission> SHARED_DIRECTORY = PosixFilePermissions.fromString("rwxr-xr-x");

    /** The end of the name under which a file is written before it takes its place. */
    public static final String UNFINISHED = ".new";

    private final DiskWatch watch;

    public DurableFiles(DiskWatch watch) {
        this.watch = watch;
    }

    public DiskWatch watch() {
        return watch;
    }

    /** Makes a directory unless it is there. */
    public void makeDirectory(Path directory, Set<PosixFilePermission> mode) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        watch.before(DiskChange.MAKE_DIRECTORY, directory);
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(mode));
        setMode(directory, mode);
        force(directory.getParent());
    }

    /** Replaces a file's content as a whole, or creates it. */
    public void replace(Path file, byte[] content, Set<PosixFilePermission> mode) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try (OutputStream out = create(unfinished, mode)) {
            out.write(content);
        }
        rename(unfinished, file);
    }

    /** Begins a file anew; closing it waits until its bytes are on the disk. */
    public OutputStream create(Path file, Set<PosixFilePermission> mode) throws IOException {
        delete(file);
        watch.before(DiskChange.CREATE, file);
        FileChannel channel = FileChannel.open(file,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PRIVATE));
        try {
            setMode(file, mode);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new Sink(channel, file);
    }

    /** Says who may do what with a file of the agent's own. */
    public void setMode(Path file, Set<PosixFilePermission> mode) throws IOException {
        watch.before(DiskChange.SET_OWNER_AND_MODE, file);
        Files.setPosixFilePermissions(file, mode);
    }

    /** Writes through the watch and forces at the end. */
    private final class Sink extends FilterOutputStream {

        private final FileChannel channel;
        private final Path file;

        Sink(FileChannel channel, Path file) {
            super(Channels.newOutputStream(channel));
            this.channel = channel;
            this.file = file;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            watch.before(DiskChange.WRITE, file);
            ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        }

        @Override
        public void close() throws IOException {
            if (!channel.isOpen()) {
                return;
            }
            try (channel) {
                watch.before(DiskChange.FORCE, file);
                watch.force(channel);
            }
        }
    }

    /** Gives a file or directory another name on the same file system, in the place of what has that name. */
    public void rename(Path from, Path to) throws IOException {
        watch.before(DiskChange.RENAME, to);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(to.getParent());
        if (!from.getParent().equals(to.getParent())) {
            force(from.getParent());
        }
    }

    /** Lets a symbolic link point elsewhere, without a moment in which it is missing. */
    public void pointLink(Path link, Path target) throws IOException {
        Path unfinished = link.resolveSibling(link.getFileName() + UNFINISHED);
        delete(unfinished);
        watch.before(DiskChange.LINK, unfinished);
        Files.createSymbolicLink(unfinished, target);
        rename(unfinished, link);
    }

    /** Deletes a file, a link or an empty directory; one that is absent is fine. */
    public void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        watch.before(DiskChange.DELETE, path);
        Files.deleteIfExists(path);
        force(path.getParent());
    }

    /** Deletes a directory with everything in it. */
    public void deleteTree(Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> entries = Files.list(directory)) {
                for (Path entry : entries.toList()) {
                    deleteTree(entry);
                }
            }
        }
        delete(directory);
    }

    private void force(Path directory) throws IOException {
        watch.before(DiskChange.FORCE, directory);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            watch.force(channel);
        } catch (NoSuchFileException e) {
            throw new IOException("the directory " + directory + " vanished while the agent works in it", e);
        }
    }
}
