package io.groundswell.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.iam.Account;
import io.groundswell.local.lambda.FunctionLog;
import io.groundswell.local.lambda.InProcessInvoker;
import io.groundswell.local.template.Stack;
import io.groundswell.local.template.StackIdentity;
import io.groundswell.local.template.Template;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackPlanTest {

    private static final Path SAMPLE = Path.of("src/test/resources/sample");

    @TempDir
    private Path folder;

    private final InProcessInvoker functions = new InProcessInvoker(new FunctionLog(new PrintStream(OutputStream.nullOutputStream())), 1);

    @AfterEach
    void close() {
        functions.close();
    }

    private StackPlan plan(String text, String replacement) throws IOException {
        String template = Files.readString(SAMPLE.resolve("template.yaml"));
        assertTrue(template.contains(text), text);
        Files.copy(SAMPLE.resolve("machine.asl.json"), folder.resolve("machine.asl.json"));
        Path file = Files.writeString(folder.resolve("template.yaml"), template.replace(text, replacement));
        Map<String, String> parameters = Map.of("DomainName", "127.0.0.1:1", "CertificateArn", "arn:aws:acm:us-east-1:000000000000:certificate/local");
        return StackPlan.of(new Stack(Template.load(file, parameters), new StackIdentity("s", new Account("us-east-1", "000000000000"))), functions);
    }

    @Test
    @DisplayName("a state machine's definition names the functions by what the template substitutes")
    void fillsDefinition() throws IOException {
        StackPlan plan = plan("Greeting", "Greeting");
        assertTrue(plan.machines().getFirst().definition().contains("\"FunctionName\": \"arn:aws:lambda:us-east-1:000000000000:function:s-Task:live\""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "sample.TaskHandler | sample.Nobody | Resources.Task: handler io.groundswell.local.sample.Nobody of s-Task: no class io.groundswell.local.sample.Nobody is on the class path",
        "TaskArn: !Ref | OtherArn: !Ref | Resources.Machine: DefinitionSubstitutions has no TaskArn, which the definition names",
        "rate(5 minutes) | cron(0 8 * * ? *) | Resources.Sweep: only rate(n minutes), in hours or in days too, is implemented locally, found cron(0 8 * * ? *)",
        "{\"exists\":true} | {\"wildcard\":\"*\"} | Resources.Recorder: pattern field S: the operator wildcard is not implemented locally",
        "status: [FAILED] | status: FAILED | Resources.Sweep: pattern field status: expected a list of conditions, found \"FAILED\"",
        "POST /open: | POST /shut: | Resources.Operators.Properties.RouteSettings.POST /shut: there is no such route",
        "GET, Path: '/things/{id}' | POST, Path: /things | Resources.Api: the route POST /things is declared twice",
        "ApiId: !Ref Devices | ApiId: other | Resources.Api.Properties.Events.Device.Properties.ApiId: other is none of the template's HTTP APIs",
    })
    @DisplayName("what cannot run is refused by name before anything is made")
    void refuses(String text, String replacement, String message) {
        assertEquals(message, assertThrows(StartRefused.class, () -> plan(text, replacement)).getMessage());
    }

    @Test
    @DisplayName("a policy that cannot be evaluated and a definition that is not there are refused")
    void refusesPoliciesAndDefinitions() {
        assertTrue(assertThrows(StartRefused.class, () -> plan("- Effect: Allow\n            Action", "- Effect: Allow\n            Principal: '*'\n            Action"))
                .getMessage().startsWith("Resources.ReaderAccess: "));
        StartRefused missing = assertThrows(StartRefused.class, () -> StackPlan.of(new Stack(Template.load(
                Files.writeString(folder.resolve("other.yaml"), Files.readString(SAMPLE.resolve("template.yaml")).replace("machine.asl", "missing.asl")),
                Map.of("DomainName", "h", "CertificateArn", "c")), new StackIdentity("s", new Account("us-east-1", "000000000000"))), functions));
        assertTrue(missing.getMessage().startsWith("Resources.Machine: the definition "), missing.getMessage());
    }
}
