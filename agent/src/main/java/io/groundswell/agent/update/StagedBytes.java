package io.groundswell.agent.update;

import io.groundswell.tuf.MetadataRefused;
import io.groundswell.tuf.TargetFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** The check of staged bytes as they lie there, after the check on their way in. */
public final class StagedBytes {

    private StagedBytes() {
    }

    /** @throws UpdateRefused if they are not what signed metadata promises */
    public static void requireIntact(Staging staging, Update update) throws IOException {
        try (InputStream bytes = staging.open(update.sha256())) {
            TargetFile.of(update.size(), update.sha256(), Map.of())
                    .copyVerified(bytes, OutputStream.nullOutputStream());
        } catch (MetadataRefused e) {
            throw new UpdateRefused("staged bytes of " + update.target() + ": " + e.getMessage(), e);
        }
    }
}
