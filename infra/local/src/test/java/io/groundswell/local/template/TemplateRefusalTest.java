package io.groundswell.local.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.local.iam.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that LocalCloud does not implement is passed over. */
class TemplateRefusalTest {

    private static final String HEAD = "AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\n";

    @TempDir
    private Path folder;

    private String refusal(String body, Map<String, String> parameters) throws IOException {
        Path file = Files.writeString(folder.resolve("template.yaml"), HEAD + body);
        return assertThrows(TemplateRefused.class, () -> new Stack(
                Template.load(file, parameters), new StackIdentity("s", new Account("us-east-1", "000000000000"))).check()).getMessage();
    }

    @Test
    @DisplayName("an unknown resource type is refused by name")
    void refusesType() throws IOException {
        assertEquals("Resources.Q.Type: the resource type AWS::SQS::Queue is not implemented locally",
                refusal("Resources:\n  Q:\n    Type: AWS::SQS::Queue\n", Map.of()));
    }

    @Test
    @DisplayName("an unknown property is refused with its path, nested ones too")
    void refusesProperty() throws IOException {
        assertEquals("Resources.A.Properties.CorsConfiguration: is not implemented locally",
                refusal("Resources:\n  A:\n    Type: AWS::Serverless::HttpApi\n    Properties:\n      CorsConfiguration: true\n", Map.of()));
        String function = """
                Resources:
                  F:
                    Type: AWS::Serverless::Function
                    Properties:
                      Handler: a.B
                      AutoPublishAlias: live
                      Events:
                        S:
                          Type: DynamoDB
                          Properties: {Stream: x, StartingPosition: LATEST, ParallelizationFactor: 2}
                """;
        assertEquals("Resources.F.Properties.Events.S.Properties.ParallelizationFactor: is not implemented locally",
                refusal(function, Map.of()));
    }

    @Test
    @DisplayName("an unknown attribute of a resource, section of the template or event type is refused")
    void refusesElsewhere() throws IOException {
        assertEquals("Resources.B.CreationPolicy: is not implemented locally",
                refusal("Resources:\n  B:\n    Type: AWS::S3::Bucket\n    CreationPolicy: {}\n", Map.of()));
        assertEquals("Template.Mappings: is not implemented locally",
                refusal("Mappings: {}\nResources:\n  B: {Type: AWS::S3::Bucket}\n", Map.of()));
        assertEquals("Globals.Api: is not implemented locally",
                refusal("Globals: {Api: {}}\nResources:\n  B: {Type: AWS::S3::Bucket}\n", Map.of()));
        assertEquals("Resources.F.Properties.Events.E.Type: the event type SQS is not implemented locally", refusal(
                "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {Handler: a.B, AutoPublishAlias: live, "
                        + "Events: {E: {Type: SQS, Properties: {}}}}\n", Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "!ImportValue x | Resources.F.Properties.Handler: the intrinsic function Fn::ImportValue is not implemented locally",
        "!Ref Nobody | Resources.F.Properties.Handler: refers to Nobody, which the template does not declare or whose condition does not hold",
        "!GetAtt B.DomainName | Resources.F.Properties.Handler: B (AWS::S3::Bucket) has no attribute DomainName locally",
        "!If [Never, a, b] | Resources.F.Properties.Handler: no condition is called Never; declared are []",
    })
    @DisplayName("an unknown intrinsic, name, attribute or condition is refused with its path")
    void refusesIntrinsics(String value, String message) throws IOException {
        assertEquals(message, refusal("Resources:\n  B: {Type: AWS::S3::Bucket}\n  F:\n    Type: AWS::Serverless::Function\n"
                + "    Properties:\n      AutoPublishAlias: live\n      Handler: " + value + "\n", Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Days | x | Parameters.Days: expected a number, found x",
        "Days | 0 | Parameters.Days: expected at least 1, found 0",
        "Days | 11 | Parameters.Days: expected at most 10, found 11",
        "Weeks | 1 | parameter Weeks: the template declares no such parameter; it has [Days]",
    })
    @DisplayName("a parameter that is unknown, not a number or out of bounds is refused")
    void refusesParameters(String name, String value, String message) throws IOException {
        assertEquals(message, refusal("Parameters:\n  Days: {Type: Number, Default: 5, MinValue: 1, MaxValue: 10}\nResources:\n  B: {Type: AWS::S3::Bucket}\n",
                Map.of(name, value)));
    }

    @Test
    @DisplayName("a parameter without default must be given")
    void demandsParameter() throws IOException {
        assertEquals("Parameters.Host: has no default; give --parameter NAME=VALUE for it",
                refusal("Parameters: {Host: {Type: String}}\nResources:\n  B: {Type: AWS::S3::Bucket}\n", Map.of()));
    }
}
