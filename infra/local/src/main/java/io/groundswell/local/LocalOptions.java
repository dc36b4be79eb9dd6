package io.groundswell.local;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How to run LocalCloud.
 *
 * @param template the SAM template
 * @param operatorPort port of the operator API and of enrolment; 0 takes any free one, for the other ports too
 * @param data directory in which everything outlives a restart; without one nothing does
 * @param parameters values for template parameters, by name
 * @param schedules whether the template's schedules fire by themselves
 * @param requestLog where a line is written for every request to DynamoDB
 * @param isolated whether each function runs in processes of its own, under its own role
 * @param outside where DynamoDB, S3 and KMS are, if not in this Java
 * @param clock what requests, signatures and certificates are dated by
 */
public record LocalOptions(
        Path template,
        int operatorPort,
        int devicePort,
        int awsPort,
        Optional<Path> data,
        Map<String, String> parameters,
        boolean schedules,
        Optional<Path> requestLog,
        boolean isolated,
        Optional<OutsideServices> outside,
        Clock clock) {

    private static final int MOST_PORT = 65_535;

    /** Checks the ports. */
    public LocalOptions {
        Objects.requireNonNull(template, "template");
        parameters = Map.copyOf(parameters);
        if (outside.isPresent() && (isolated || data.isPresent() || requestLog.isPresent())) {
            throw new IllegalArgumentException(
                    "with services outside there is neither a data directory, nor a role to enforce, nor a request to log here");
        }
        for (int port : new int[] {operatorPort, devicePort, awsPort}) {
            if (port < 0 || port > MOST_PORT) {
                throw new IllegalArgumentException("a port is 0 to " + MOST_PORT + ", found " + port);
            }
        }
    }

    /** A template in memory, on free ports, with the system's clock. */
    public static LocalOptions of(Path template) {
        return new LocalOptions(template, 0, 0, 0, Optional.empty(), Map.of(), true, Optional.empty(), false, Optional.empty(), Clock.systemUTC());
    }

    /** The same, with these ports. */
    public LocalOptions withPorts(int operator, int device, int aws) {
        return new LocalOptions(template, operator, device, aws, data, parameters, schedules, requestLog, isolated, outside, clock);
    }

    /** The same, kept in a directory. */
    public LocalOptions withData(Path directory) {
        return new LocalOptions(template, operatorPort, devicePort, awsPort, Optional.of(directory), parameters, schedules, requestLog, isolated, outside, clock);
    }

    /** The same, with one more template parameter. */
    public LocalOptions withParameter(String name, String value) {
        Map<String, String> more = new HashMap<>(parameters);
        more.put(name, value);
        return new LocalOptions(template, operatorPort, devicePort, awsPort, data, more, schedules, requestLog, isolated, outside, clock);
    }

    /** The same, but schedules fire only when {@link LocalCloud#invokeSchedule} says so. */
    public LocalOptions withoutSchedules() {
        return new LocalOptions(template, operatorPort, devicePort, awsPort, data, parameters, false, requestLog, isolated, outside, clock);
    }

    /** The same, with each function in processes of its own. */
    public LocalOptions inProcesses() {
        return new LocalOptions(template, operatorPort, devicePort, awsPort, data, parameters, schedules, requestLog, true, outside, clock);
    }

    /** The same, with a line in this file for every request to DynamoDB. */
    public LocalOptions withRequestLog(Path file) {
        return new LocalOptions(template, operatorPort, devicePort, awsPort, data, parameters, schedules, Optional.of(file), isolated,
                outside, clock);
    }

    /** The same, with tables, buckets and keys made on another implementation of the services. */
    public LocalOptions on(OutsideServices services) {
        return new LocalOptions(template, operatorPort, devicePort, awsPort, data, parameters, schedules, requestLog, isolated,
                Optional.of(services), clock);
    }
}
