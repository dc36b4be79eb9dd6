package io.groundswell.handlers.artifact;

import io.groundswell.domain.error.Conflict;
import io.groundswell.handlers.aws.KmsSigner;
import io.groundswell.handlers.aws.S3MetadataStore;
import io.groundswell.handlers.table.FleetKeys;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.tuf.Signer;
import io.groundswell.tuf.repository.FleetRepository;
import io.groundswell.tuf.repository.Lifetimes;
import io.groundswell.tuf.repository.MetadataStore;
import io.groundswell.tuf.repository.OnlineSigners;
import java.time.InstantSource;
import java.util.function.Function;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The TUF repositories of fleets, over the bucket and the key service. */
final class FleetRepositories {

    private final FleetStore fleets;
    private final Function<String, MetadataStore> stores;
    private final Function<FleetKeys.OnlineKey, Signer> signers;
    private final InstantSource clock;

    FleetRepositories(FleetStore fleets, Function<String, MetadataStore> stores,
            Function<FleetKeys.OnlineKey, Signer> signers, InstantSource clock) {
        this.fleets = fleets;
        this.stores = stores;
        this.signers = signers;
        this.clock = clock;
    }

    static FleetRepositories onAws(FleetStore fleets, S3Client s3, String bucket, KmsClient kms, InstantSource clock) {
        return new FleetRepositories(fleets, fleet -> new S3MetadataStore(s3, bucket, fleet),
                online -> new KmsSigner(kms, online.id(), online.key()), clock);
    }

    /** @throws Conflict when the fleet has no online keys yet */
    FleetRepository of(String fleet) {
        FleetKeys keys = fleets.keys(fleet).orElseThrow(() -> new Conflict("fleet " + fleet
                + " has no online keys that its root could name; create them first with POST /fleets/" + fleet + "/keys"));
        OnlineSigners online = new OnlineSigners(signers.apply(keys.publisher()), signers.apply(keys.snapshot()),
                signers.apply(keys.timestamp()));
        return new FleetRepository(stores.apply(fleet), online, clock, Lifetimes.STANDARD);
    }
}
