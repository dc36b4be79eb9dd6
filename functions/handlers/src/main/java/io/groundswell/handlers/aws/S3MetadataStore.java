package io.groundswell.handlers.aws;

import io.groundswell.tuf.repository.MetadataStore;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** A fleet's TUF metadata in the bucket; every write is conditional. */
public final class S3MetadataStore implements MetadataStore {

    private final KeptObjects objects;
    private final String fleet;

    public S3MetadataStore(S3Client s3, String bucket, String fleet) {
        this.objects = new KeptObjects(s3, bucket);
        this.fleet = fleet;
    }

    @Override
    public Optional<Stored> read(String name) {
        return objects.read(ObjectKeys.metadata(fleet, name)).map(kept -> new Stored(kept.bytes(), kept.etag()));
    }

    @Override
    public boolean createIfAbsent(String name, byte[] bytes) {
        return objects.createIfAbsent(ObjectKeys.metadata(fleet, name), bytes).isPresent();
    }

    @Override
    public boolean replace(String name, byte[] bytes, String etag) {
        return etag == null ? createIfAbsent(name, bytes)
                : objects.replace(ObjectKeys.metadata(fleet, name), bytes, etag).isPresent();
    }
}
