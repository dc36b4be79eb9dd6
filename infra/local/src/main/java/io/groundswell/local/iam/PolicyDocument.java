package io.groundswell.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One identity-based IAM policy.
 *
 * <p>Known: {@code Version}, {@code Id}, {@code Statement}; in a statement {@code Sid}, {@code Effect}, {@code Action} or {@code NotAction}, {@code Resource} or
 * {@code NotResource}, {@code Condition}. Anything else, {@code Principal} and policy variables included, is refused when the policy is loaded.
 */
public record PolicyDocument(List<Statement> statements) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public PolicyDocument {
        statements = List.copyOf(statements);
    }

    /** Loads a policy from a template's property map. */
    public static PolicyDocument of(Map<String, ?> document) {
        return of(JSON.<JsonNode>valueToTree(document));
    }

    /** Loads a policy from JSON. */
    public static PolicyDocument of(JsonNode document) {
        Fields.check("policy document", document, Set.of("Version", "Id", "Statement"));
        String version = document.path("Version").asText("2008-10-17");
        if (!Set.of("2012-10-17", "2008-10-17").contains(version)) {
            throw new IllegalArgumentException("policy document Version: expected 2012-10-17, found '" + version + "'");
        }
        var statements = new ArrayList<Statement>();
        JsonNode node = document.path("Statement");
        Iterable<JsonNode> nodes = node.isArray() ? node : List.of(node);
        nodes.forEach(statement -> statements.add(Statement.of(statement)));
        return new PolicyDocument(statements);
    }
}
