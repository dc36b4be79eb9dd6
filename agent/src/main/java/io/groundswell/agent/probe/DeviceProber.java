package io.groundswell.agent.probe;

import io.groundswell.domain.probe.Probe;
import java.time.Duration;
import java.util.Set;

/** The probes of a real device: a program, a local URL or a file (R29). */
public final class DeviceProber implements Prober {

    private final ExecProbe exec;
    private final HttpProbe http = new HttpProbe();
    private final FileProbe file = new FileProbe(System::nanoTime);

    /** @param programs the absolute paths that exec probes may run; empty denies them all */
    public DeviceProber(Set<String> programs) {
        this.exec = new ExecProbe(programs);
    }

    @Override
    public Outcome attempt(Probe probe) {
        Duration timeout = Duration.ofSeconds(probe.timeoutS());
        return switch (probe.type()) {
            case EXEC -> exec.attempt(probe.target(), timeout);
            case HTTP -> http.attempt(probe.target(), timeout);
            case FILE -> file.attempt(probe.target(), timeout);
        };
    }
}
