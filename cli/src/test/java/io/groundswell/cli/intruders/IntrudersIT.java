package io.groundswell.cli.intruders;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** All attacks, on one stack; what the logs hold is looked at when everything else was tried. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IntrudersIT implements CertificateAttacks, EnrolmentAttacks, SignatureAttacks, UploadAttacks, FleetAttacks,
        PathAttacks, BodyAttacks, PermissionAttacks, RouteAttacks, InvocationAttacks, LogAttacks {

    private static Site site;

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        site = Site.open(folder);
    }

    @AfterAll
    static void close() {
        if (site != null) {
            site.close();
        }
    }

    @Override
    public Site site() {
        return site;
    }
}
