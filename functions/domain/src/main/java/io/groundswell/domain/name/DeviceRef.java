package io.groundswell.domain.name;

/** A device inside its fleet; on the device API it comes only from the verified client certificate (R6). */
public record DeviceRef(String fleet, String name) {

    public DeviceRef {
        Names.require("fleet", fleet);
        Names.require("device name", name);
    }
}
