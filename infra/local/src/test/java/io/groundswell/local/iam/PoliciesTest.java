package io.groundswell.local.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {

    private static final String ROUTE = "arn:aws:execute-api:us-east-1:000000000000:operator/$default/POST/fleets/north/rollouts/r1/approve";
    private static final String AUDIT = "arn:aws:dynamodb:us-east-1:000000000000:table/audit";

    @Test
    @DisplayName("[R24] nothing is allowed by default, and the owner needs no policy")
    void deniesByDefault() {
        assertFalse(Policies.allows(principal(), "execute-api:Invoke", ROUTE, Map.of()));
        var owner = new Principal("AKIA", "000000000000", "arn:aws:iam::000000000000:root", "000000000000", true, List.of());
        assertTrue(Policies.allows(owner, "execute-api:Invoke", ROUTE, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:execute-api:us-east-1:000000000000:operator/*/POST/fleets/*/rollouts/*/approve, true",
        "arn:aws:execute-api:us-east-1:000000000000:operator/*/POST/fleets/*/rollouts/*/halt, false",
        "arn:aws:execute-api:*:*:operator/*, true",
        "arn:aws:execute-api:*:*:other/*, false",
        "arn:aws:*:operator/*:::, false",
        "arn:aws:execute-api:us-east-?:000000000000:*, true",
        "*, true"})
    @DisplayName("[R24] halting and approving are separate permissions, by the route's ARN")
    void matchesRoutes(String resource, boolean allowed) {
        var allow = policy(Map.of("Effect", "Allow", "Action", "execute-api:Invoke", "Resource", resource));
        assertEquals(allowed, Policies.allows(principal(allow), "execute-api:Invoke", ROUTE, Map.of()));
    }

    @Test
    @DisplayName("[R32] an explicit deny wins over any allow")
    void denyWins() {
        var all = policy(Map.of("Effect", "Allow", "Action", "dynamodb:*", "Resource", "*"));
        var appendOnly = policy(Map.of("Effect", "Deny", "Action", List.of("dynamodb:UpdateItem", "dynamodb:Delete*"), "Resource", AUDIT));
        var principal = principal(all, appendOnly);
        assertTrue(Policies.allows(principal, "dynamodb:PutItem", AUDIT, Map.of()));
        assertFalse(Policies.allows(principal, "dynamodb:UpdateItem", AUDIT, Map.of()));
        assertFalse(Policies.allows(principal, "dynamodb:DeleteItem", AUDIT, Map.of()));
        assertTrue(Policies.allows(principal, "dynamodb:UpdateItem", AUDIT + "2", Map.of()));
    }

    @Test
    @DisplayName("[R24] actions compare without case, resources with it; NotAction and NotResource invert")
    void comparesAsIamDoes() {
        assertTrue(Policies.allows(principal(policy(Map.of("Effect", "Allow", "Action", "DynamoDB:putitem", "Resource", AUDIT))), "dynamodb:PutItem", AUDIT, Map.of()));
        assertFalse(Policies.allows(principal(policy(Map.of("Effect", "Allow", "Action", "dynamodb:PutItem", "Resource", AUDIT.replace("audit", "Audit")))),
                "dynamodb:PutItem", AUDIT, Map.of()));
        var except = principal(policy(Map.of("Effect", "Allow", "NotAction", "dynamodb:DeleteItem", "NotResource", AUDIT)));
        assertTrue(Policies.allows(except, "dynamodb:PutItem", AUDIT + "2", Map.of()));
        assertFalse(Policies.allows(except, "dynamodb:PutItem", AUDIT, Map.of()));
        assertFalse(Policies.allows(except, "dynamodb:DeleteItem", AUDIT + "2", Map.of()));
    }

    @Test
    @DisplayName("[R24] a condition must hold; an absent key fails it unless it is negated or IfExists")
    void evaluatesConditions() {
        assertTrue(withCondition("StringLike", Map.of("s3:prefix", "tuf/north/*"), "tuf/north/metadata"));
        assertFalse(withCondition("StringLike", Map.of("s3:prefix", "tuf/north/*"), "tuf/south/metadata"));
        assertFalse(withCondition("StringEquals", Map.of("s3:prefix", "tuf"), null));
        assertTrue(withCondition("StringEqualsIfExists", Map.of("s3:prefix", "tuf"), null));
        assertTrue(withCondition("StringNotEquals", Map.of("s3:prefix", "tuf"), null));
        assertTrue(withCondition("ForAnyValue:StringEquals", Map.of("s3:prefix", List.of("a", "b")), "b"));
        assertTrue(withCondition("Null", Map.of("s3:prefix", "true"), null));
        assertFalse(withCondition("Null", Map.of("s3:prefix", "true"), "x"));
        assertTrue(withCondition("ArnLike", Map.of("aws:PrincipalArn", "arn:aws:iam::000000000000:user/*"), null));
        assertTrue(withCondition("Bool", Map.of("aws:SecureTransport", "true"), null));
    }

    @Test
    @DisplayName("[R24] in a condition a role's session goes by the ARN of its role")
    void namesTheRoleOfASession() {
        var policy = policy(Map.of("Effect", "Allow", "Action", "s3:*", "Resource", "*",
                "Condition", Map.of("ArnEquals", Map.of("aws:PrincipalArn", "arn:aws:iam::000000000000:role/Recorder"))));
        var session = new Principal("ASIA", "000000000000", "arn:aws:sts::000000000000:assumed-role/Recorder/local", "AROA:local", false, List.of(policy));
        assertTrue(Policies.allows(session, "s3:GetObject", "arn:aws:s3:::b/k", Map.of()));
        assertFalse(Policies.allows(principal(policy), "s3:GetObject", "arn:aws:s3:::b/k", Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'Statement':[{'Effect':'Maybe','Action':'*','Resource':'*'}]} | Effect",
        "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Principal':'*'}]} | Principal",
        "{'Statement':[{'Effect':'Allow','Action':'*','NotAction':'s3:*','Resource':'*'}]} | NotAction",
        "{'Statement':[{'Effect':'Allow','Action':'*'}]} | NotResource",
        "{'Statement':[{'Effect':'Allow','Action':'GetObject','Resource':'*'}]} | GetObject",
        "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'table/audit'}]} | table/audit",
        "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::b/${aws:username}/*'}]} | policy variables",
        "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'NumericLessThan':{'s3:prefix':'1'}}}]} | NumericLessThan",
        "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'aws:SourceVpc':'v'}}}]} | aws:SourceVpc",
        "{'Statement':[{'Effect':'Allow','Action':['dynamodb:PutItem','dynamodb:Query'],'Resource':'*','Condition':{'ForAllValues:StringLike':"
                + "{'dynamodb:LeadingKeys':'a'}}}]} | dynamodb:Query",
        "{'Version':'2020-01-01','Statement':[]} | 2020-01-01",
        "{'Statements':[]} | Statements"})
    @DisplayName("[R35] what a policy says and is not understood is refused at load, by name")
    void refusesWhatItDoesNotKnow(String json, String named) throws Exception {
        var document = new com.fasterxml.jackson.databind.ObjectMapper().readTree(json.replace('\'', '"'));
        var refusal = assertThrows(IllegalArgumentException.class, () -> PolicyDocument.of(document));
        assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
    }

    private static boolean withCondition(String operator, Map<String, ?> keys, String prefix) {
        var policy = policy(Map.of("Effect", "Allow", "Action", "s3:ListBucket", "Resource", "*", "Condition", Map.of(operator, keys)));
        Map<String, List<String>> context = prefix == null ? Map.of() : Map.of("s3:prefix", List.of(prefix));
        return Policies.allows(principal(policy), "s3:ListBucket", "arn:aws:s3:::b", context);
    }

    private static PolicyDocument policy(Map<String, ?> statement) {
        return PolicyDocument.of(Map.of("Version", "2012-10-17", "Statement", List.of(statement)));
    }

    private static Principal principal(PolicyDocument... policies) {
        return new Principal("AKIA", "000000000000", "arn:aws:iam::000000000000:user/ops", "AIDA", false, List.of(policies));
    }
}
