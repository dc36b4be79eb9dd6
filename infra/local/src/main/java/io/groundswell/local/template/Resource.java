package io.groundswell.local.template;

/** One resource of the template that LocalCloud runs, with every value in place. */
public sealed interface Resource
        permits Bucket, CustomResource, Function, HttpApi, ManagedPolicy, NotRun, SigningKey, StateMachine, Table {

    /** The name under {@code Resources}. */
    String logicalId();
}
