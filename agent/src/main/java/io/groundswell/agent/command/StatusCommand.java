package io.groundswell.agent.command;

import io.groundswell.agent.device.DeviceView;
import io.groundswell.agent.disk.DamagedFile;
import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.identity.Certificates;
import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.update.Work;
import io.groundswell.domain.name.DeviceRef;
import java.io.IOException;
import java.io.PrintStream;
import java.security.cert.CertificateException;

/** {@code status}: what the directory says; neither the server nor a running agent is disturbed. */
final class StatusCommand {

    private final PrintStream out;

    StatusCommand(PrintStream out) {
        this.out = out;
    }

    void run(Options options) throws IOException {
        DeviceDirectory directory = DeviceDirectory.existing(options.path(Flag.DIR), DiskWatch.NONE);
        if (directory.isDecommissioned()) {
            throw directory.retired();
        }
        tell(directory.enrolled().identity());
        DeviceView view = view(directory);
        view.artifacts().forEach(kept -> out.println("installed: " + kept.current().ref().name() + " "
                + kept.current().ref().version() + kept.previous().map(version -> ", before it "
                + version.ref().version()).orElse(", nothing before it")));
        if (view.artifacts().isEmpty()) {
            out.println("installed: nothing");
        }
        out.println("in hand: " + view.inHand().map(StatusCommand::shown).orElse("nothing"));
        out.println("reports waiting: " + view.reports());
    }

    private void tell(Identity identity) {
        try {
            DeviceRef device = Certificates.device(identity.certificate());
            out.println("device: " + device.name() + " of fleet " + device.fleet());
            out.println("device API: " + identity.deviceApi());
            out.println("certificate: valid until " + identity.certificate().getNotAfter().toInstant());
        } catch (CertificateException e) {
            throw new CommandEnded(ExitStatus.NOT_READY, "the identity cannot be used: " + e.getMessage(), e);
        }
    }

    private static DeviceView view(DeviceDirectory directory) throws IOException {
        try {
            return DeviceView.of(directory.path());
        } catch (DamagedFile e) {
            throw new CommandEnded(ExitStatus.NOT_READY, e.getMessage(), e);
        }
    }

    private static String shown(Work work) {
        String stage = switch (work) {
            case Work.Applying applying -> "applying";
            case Work.Probing probing -> "probing";
            case Work.RollingBack rollingBack -> "rolling back";
            case Work.Reverting reverting -> "reverting";
            case Work.Settling settling -> "reporting the end of";
        };
        return stage + " " + work.artifact() + " for rollout " + work.rollout();
    }
}
