package io.groundswell.local.stepfunctions.api;

import io.groundswell.local.stepfunctions.execution.Refused;
import java.util.regex.Pattern;

/** The forms of names and ARNs. */
final class Arns {

    private static final String MACHINE_PREFIX = "arn:aws[a-z-]*:states:[a-z0-9-]+:[0-9]{12}:stateMachine:";
    private static final String EXECUTION_PREFIX = "arn:aws[a-z-]*:states:[a-z0-9-]+:[0-9]{12}:execution:";
    private static final Pattern MACHINE = Pattern.compile(MACHINE_PREFIX + "[^:]{1,80}(?::[^:]+)?");
    private static final Pattern EXECUTION = Pattern.compile(EXECUTION_PREFIX + "[^:]{1,80}:[^:]{1,80}");
    private static final Pattern FORBIDDEN = Pattern.compile(
            "[\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\p{Cc}\\uFFFE\\uFFFF\\p{Cs}]");

    private Arns() {
    }

    /** A state machine's ARN, or one of a version or alias. */
    static String machine(String arn) {
        return checked(arn, MACHINE, "expected arn:aws:states:<region>:<account>:stateMachine:<name>");
    }

    static String execution(String arn) {
        return checked(arn, EXECUTION, "expected arn:aws:states:<region>:<account>:execution:<state machine>:<name>");
    }

    /** An execution's name: up to 80 characters, none of them white space, a bracket, a wildcard or special. */
    static String name(String name) {
        if (FORBIDDEN.matcher(name).find()) {
            throw Refused.of("InvalidName", "Invalid Name: '" + name + "'");
        }
        return name;
    }

    private static String checked(String arn, Pattern form, String expected) {
        if (!form.matcher(arn).matches()) {
            throw Refused.of("InvalidArn", "Invalid Arn: '" + arn + "', " + expected);
        }
        return arn;
    }
}
