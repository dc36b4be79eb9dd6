package io.groundswell.simulation.cloud;

/** What a call goes to; each of them may be out of order on its own. */
enum Service { TABLES, EXECUTIONS, FUNCTIONS }
