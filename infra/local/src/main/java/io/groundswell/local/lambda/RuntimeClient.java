package io.groundswell.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/** How a function's Java is started: AWS's runtime interface client before the function's own code, and nothing of LocalCloud. */
final class RuntimeClient {

    private static final String LIBRARIES =
            Stream.of(AWSLambda.class, Context.class, PojoSerializer.class, SdkInternalThreadLocal.class)
                    .map(RuntimeClient::jarOf).distinct().collect(Collectors.joining(File.pathSeparator));
    /** What Lambda's own Java runtimes leave of a function's memory to the heap. */
    private static final int HEAP_PERCENT = 85;

    private static final String LIBRARY_PROPERTY = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private RuntimeClient() {
    }

    static List<String> command(FunctionConfiguration function, Path nativeLibrary, ClassArchive.Part archive) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + function.memoryMegabytes() * HEAP_PERCENT / 100 + "m");
        command.addAll(archive.flags());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-XX:+ErrorFileToStdout", "-Xshare:auto",
                "-Xlog:disable", "-Xlog:all=error,cds=off:stderr",
                "--enable-native-access=ALL-UNNAMED", "-D" + LIBRARY_PROPERTY + "=" + nativeLibrary, "-cp", LIBRARIES + File.pathSeparator + function.code(),
                AWSLambda.class.getName(), function.handler()));
        return command;
    }

    /** The whole environment of the process: nothing of LocalCloud's own shows through. */
    static Map<String, String> environment(FunctionConfiguration function, String runtimeApi) {
        Map<String, String> variables = new HashMap<>(HandlerEnvironment.of(function));
        variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
        variables.put("LAMBDA_TASK_ROOT", taskRoot(function).toString());
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        variables.put("LANG", "en_US.UTF-8");
        variables.put("TZ", ":UTC");
        return variables;
    }

    /** The folder that the function's code is in, and the process starts in. */
    static Path taskRoot(FunctionConfiguration function) {
        Path code = function.code().toAbsolutePath();
        return Files.isDirectory(code) ? code : code.getParent();
    }

    private static String jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path names files", e);
        }
    }
}
