package io.groundswell.agent.apply;

import io.groundswell.agent.disk.DiskChange;
import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.update.ApplyFailed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A directory outside of the agent's own, held open so that nobody can move it away underneath.
 *
 * <p>It is reached from the root one real directory after the other; names in it are never followed as links.
 */
final class PlainDirectory implements AutoCloseable {

    private static final int BLOCK = 1 << 16;

    private final DiskWatch watch;
    private final Path path;
    private final SecureDirectoryStream<Path> stream;

    private PlainDirectory(DiskWatch watch, Path path, SecureDirectoryStream<Path> stream) {
        this.watch = watch;
        this.path = path;
        this.stream = stream;
    }

    /** @throws ApplyFailed if the path leads through anything but directories */
    static PlainDirectory open(DiskWatch watch, Path path) throws IOException {
        SecureDirectoryStream<Path> at = secure(Files.newDirectoryStream(path.getRoot()));
        Path reached = path.getRoot();
        for (Path name : path) {
            reached = reached.resolve(name);
            try (SecureDirectoryStream<Path> above = at) {
                requireDirectory(above, name, reached);
                at = secure(above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
            }
        }
        return new PlainDirectory(watch, path, at);
    }

    private static void requireDirectory(SecureDirectoryStream<Path> above, Path name, Path reached)
            throws IOException {
        try {
            if (!view(above, name).readAttributes().isDirectory()) {
                throw new ApplyFailed("path_not_plain",
                        reached + " must be a directory and no symbolic link; name the directory itself", null);
            }
        } catch (NoSuchFileException e) {
            throw new ApplyFailed("directory_missing", "the directory " + reached + " must exist", e);
        }
    }

    /** Every Linux file system has them; without them a link could be put in the way between check and use. */
    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this system cannot open directories so that links in the path are noticed");
    }

    /** What a name is; empty if there is nothing of that name. */
    Optional<PosixFileAttributes> attributes(Path name) throws IOException {
        try {
            return Optional.of(view(stream, name).readAttributes());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    InputStream read(Path name) throws IOException {
        return Channels.newInputStream(
                stream.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }

    /** Writes a new file and waits until it is on the disk. */
    void write(Path name, InputStream content, FileFacts facts) throws IOException {
        before(DiskChange.CREATE, name);
        try (SeekableByteChannel channel = stream.newByteChannel(name, Set.of(StandardOpenOption.WRITE,
                StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            byte[] block = new byte[BLOCK];
            for (int length = content.read(block); length >= 0; length = content.read(block)) {
                before(DiskChange.WRITE, name);
                ByteBuffer left = ByteBuffer.wrap(block, 0, length);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            }
            before(DiskChange.SET_OWNER_AND_MODE, name);
            own(name, facts);
            force(name, channel);
        }
    }

    private void own(Path name, FileFacts facts) throws IOException {
        PosixFileAttributeView view = view(stream, name);
        PosixFileAttributes present = view.readAttributes();
        var principals = path.getFileSystem().getUserPrincipalLookupService();
        if (facts.owner().isPresent() && !facts.owner().get().equals(present.owner().getName())) {
            view.setOwner(principals.lookupPrincipalByName(facts.owner().get()));
        }
        if (facts.group().isPresent() && !facts.group().get().equals(present.group().getName())) {
            view.setGroup(principals.lookupPrincipalByGroupName(facts.group().get()));
        }
        view.setPermissions(facts.mode());
    }

    /** Lets a file take the place of another one. */
    void rename(Path from, Path to) throws IOException {
        before(DiskChange.RENAME, to);
        stream.move(from, stream, to);
        force();
    }

    /** Deletes a file or a link; one that is absent is fine. */
    void delete(Path name) throws IOException {
        if (attributes(name).isPresent()) {
            before(DiskChange.DELETE, name);
            stream.deleteFile(name);
            force();
        }
    }

    private void force() throws IOException {
        Path itself = Path.of(".");
        try (SeekableByteChannel channel = stream.newByteChannel(itself, Set.of(StandardOpenOption.READ))) {
            force(itself, channel);
        }
    }

    private void force(Path name, SeekableByteChannel channel) throws IOException {
        before(DiskChange.FORCE, name);
        if (!(channel instanceof FileChannel file)) {
            throw new IOException("this system cannot force " + path.resolve(name) + " to the disk");
        }
        watch.force(file);
    }

    private void before(DiskChange change, Path name) throws IOException {
        watch.before(change, path.resolve(name).normalize());
    }

    private static PosixFileAttributeView view(SecureDirectoryStream<Path> directory, Path name) {
        return directory.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
