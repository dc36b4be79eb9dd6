package io.groundswell.local.dynamodb;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** What must not differ between a table on disk and the template: keys, indexes and stream. */
record TableShape(Map<String, String> attributes, List<String> keys, Map<String, Index> indexes, Optional<String> stream) {

    record Index(List<String> keys, String projection, Set<String> attributes) {
    }

    static TableShape of(CreateTableRequest request) {
        var indexes = request.globalSecondaryIndexes().stream()
                .collect(Collectors.toMap(index -> index.indexName(), index -> index(index.keySchema(), index.projection())));
        return new TableShape(attributes(request.attributeDefinitions()), keys(request.keySchema()), new TreeMap<>(indexes), stream(request.streamSpecification()));
    }

    static TableShape of(TableDescription table) {
        var indexes = table.globalSecondaryIndexes().stream()
                .collect(Collectors.toMap(index -> index.indexName(), index -> index(index.keySchema(), index.projection())));
        return new TableShape(attributes(table.attributeDefinitions()), keys(table.keySchema()), new TreeMap<>(indexes), stream(table.streamSpecification()));
    }

    static void check(TableShape declared, TableShape found, String name) {
        if (!declared.equals(found)) {
            throw new IllegalStateException("table " + name + ": the template declares " + declared + ", the data directory holds " + found
                    + "; use another data directory or restore the template");
        }
    }

    private static Map<String, String> attributes(Collection<AttributeDefinition> definitions) {
        return new TreeMap<>(definitions.stream().collect(Collectors.toMap(AttributeDefinition::attributeName, AttributeDefinition::attributeTypeAsString)));
    }

    private static List<String> keys(List<KeySchemaElement> schema) {
        return schema.stream().map(key -> key.keyTypeAsString() + " " + key.attributeName()).toList();
    }

    private static Index index(List<KeySchemaElement> keys, Projection projection) {
        return new Index(keys(keys), projection.projectionTypeAsString(), new TreeSet<>(projection.nonKeyAttributes()));
    }

    private static Optional<String> stream(StreamSpecification specification) {
        return Optional.ofNullable(specification).filter(StreamSpecification::streamEnabled).map(StreamSpecification::streamViewTypeAsString);
    }
}
