package io.groundswell.local.stepfunctions.api;

/** How much a description holds. */
enum IncludedData { ALL_DATA, METADATA_ONLY }
