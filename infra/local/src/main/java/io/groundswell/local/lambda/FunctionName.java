package io.groundswell.local.lambda;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a function's name in what callers of Invoke may say: the name itself or an ARN, with or without alias. */
final class FunctionName {

    private static final Pattern ARN = Pattern.compile("arn:aws:lambda:[^:]*:[^:]*:function:([^:]+)(?::[^:]+)?");

    private FunctionName() {
    }

    static String in(String function) {
        Matcher arn = ARN.matcher(function);
        return arn.matches() ? arn.group(1) : function;
    }
}
