package io.groundswell.local.stepfunctions.asl;

import java.util.List;

/** One state of a definition; every type the engine carries out is one record. */
public sealed interface State
        permits TaskState, ChoiceState, WaitState, PassState, SucceedState, FailState {

    String name();

    /** The ASL type, which also prefixes the history events of entering and leaving the state. */
    String type();

    /** The states that may follow. */
    List<String> successors();
}
