package io.groundswell.local.s3;

import io.groundswell.local.property.PropertyMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * A running S3Proxy, in memory or kept in a directory.
 *
 * <p>Its own loopback port looks at no signatures; it is known to {@link S3Front} alone, through which everybody goes.
 */
public final class S3 implements AutoCloseable {

    /** What a template may say and one machine has no use for: encryption at rest, account-wide protection, expiry and tags. */
    static final Set<String> WITHOUT_LOCAL_MEANING = Set.of("BucketEncryption", "LifecycleConfiguration", "OwnershipControls",
            "PublicAccessBlockConfiguration", "Tags", "VersioningConfiguration");

    private final BlobStore store;
    private final S3Proxy proxy;
    private final Path spoolDirectory;
    private final Set<String> locked = ConcurrentHashMap.newKeySet();

    private S3(BlobStore store, Path spoolDirectory) {
        this.store = store;
        this.spoolDirectory = spoolDirectory;
        this.proxy = S3Proxy.builder().blobStore(store).awsAuthentication(AuthenticationType.NONE, null, null)
                .endpoint(URI.create("http://127.0.0.1:0")).build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy did not start", e);
        }
    }

    /** Starts a store that is gone when closed; large uploads pass through the system's temporary directory. */
    public static S3 inMemory() {
        return new S3(new TransientNio2BlobStore(), Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Starts a store kept in this directory, which is created when it does not exist. */
    public static S3 in(Path directory) {
        try {
            Path objects = Files.createDirectories(directory.resolve("objects"));
            Path uploads = Files.createDirectories(directory.resolve("uploads"));
            deleteAbandoned(uploads);
            return new S3(new FilesystemNio2BlobStore(objects.toString()), uploads);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the S3 directory " + directory, e);
        }
    }

    /** An upload that a crash cut off was never stored; its client has to start again. */
    private static void deleteAbandoned(Path uploads) throws IOException {
        try (var files = Files.newDirectoryStream(uploads)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    /**
     * Makes sure that the bucket of these {@code AWS::S3::Bucket} properties exists.
     *
     * @param defaultName the name when the properties have no {@code BucketName}
     * @throws IllegalArgumentException if a property is not supported, naming it
     */
    public Bucket createBucket(String defaultName, Map<String, ?> properties) {
        var bucket = PropertyMap.of("AWS::S3::Bucket", properties);
        bucket.refuseUnknown(Set.of("BucketName", "ObjectLockConfiguration", "ObjectLockEnabled"), WITHOUT_LOCAL_MEANING);
        String name = bucket.has("BucketName") ? bucket.text("BucketName") : defaultName;
        if (!name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new IllegalArgumentException(bucket.at("BucketName") + ": expected 3 to 63 of a-z 0-9 . -, found '" + name + "'");
        }
        if (!store.containerExists(name)) {
            store.createContainer(name);
        }
        if (hasObjectLock(bucket)) {
            locked.add(name);
        }
        return new Bucket(name, "arn:aws:s3:::" + name);
    }

    /** A lock that protects nothing is refused: without a default retention an object is locked only if its writer asks. */
    private static boolean hasObjectLock(PropertyMap bucket) {
        if (!bucket.has("ObjectLockEnabled") && !bucket.has("ObjectLockConfiguration")) {
            return false;
        }
        PropertyMap retention = bucket.map("ObjectLockConfiguration").map("Rule").map("DefaultRetention");
        retention.refuseUnknown(Set.of("Days", "Mode", "Years"), Set.of());
        if (!bucket.has("ObjectLockEnabled") || !bucket.text("ObjectLockEnabled").equals("true")
                || !retention.text("Mode").equals("COMPLIANCE")) {
            throw new IllegalArgumentException(bucket.at("ObjectLockConfiguration")
                    + ": only a lock in mode COMPLIANCE, with ObjectLockEnabled: true, is implemented locally");
        }
        return true;
    }

    /** Whether what is in this bucket stays in it. */
    boolean isLocked(String bucket) {
        return locked.contains(bucket);
    }

    /** Where the store listens; without authentication. */
    URI backend() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    /** Where a large upload waits until it is verified. */
    Path spoolDirectory() {
        return spoolDirectory;
    }

    @Override
    public void close() {
        try {
            proxy.stop();
            store.close();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy did not stop", e);
        }
    }
}
