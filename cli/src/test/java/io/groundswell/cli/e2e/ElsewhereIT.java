package io.groundswell.cli.e2e;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;

/** The suite with tables, buckets and keys behind another process's endpoint: what {@link LocalStackIT} does, without Docker. */
@DisplayName("on services of another process")
class ElsewhereIT extends RolloutSuite {

    private ServicesProcess process;

    @Override
    StackUnderTest open() throws IOException {
        process = ServicesProcess.start();
        return Stack.startOn(process.services());
    }

    @Override
    void release() {
        if (process != null) {
            process.close();
        }
    }
}
