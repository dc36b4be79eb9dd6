package io.groundswell.local.template;

/** A resource that exists only on AWS; {@link DeployedOnly} says why. */
public record NotRun(String logicalId, String type) implements Resource {
}
