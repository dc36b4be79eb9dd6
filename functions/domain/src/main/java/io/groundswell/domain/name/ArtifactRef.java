package io.groundswell.domain.name;

/** An artifact is identified by name and version inside a fleet (R1). */
public record ArtifactRef(String name, String version) {

    public ArtifactRef {
        Names.require("artifact name", name);
        Names.require("artifact version", version);
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
