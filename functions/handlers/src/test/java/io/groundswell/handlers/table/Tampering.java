package io.groundswell.handlers.table;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes to the fleet table that no function makes; items are named as subjects of the log are. */
public final class Tampering {

    private final FleetTable table;

    public Tampering(FleetTable table) {
        this.table = table;
    }

    /** Leaves an item as a restored backup may: with an earlier revision. */
    public void setRevision(String subject, long revision) {
        table.write(Write.update(table.name(), key(subject), "SET rev = :rev", "attribute_exists(PK)", Map.of(),
                Map.of(":rev", AttributeValue.fromN(Long.toString(revision)))));
    }

    /** Makes an attribute text, whatever it was. */
    public void setText(String subject, String attribute, String text) {
        table.write(Write.update(table.name(), key(subject), "SET #a = :text", "attribute_exists(PK)",
                Map.of("#a", attribute), Map.of(":text", AttributeValue.fromS(text))));
    }

    public void remove(String subject) {
        Key key = key(subject);
        table.dynamo().deleteItem(delete -> delete.tableName(table.name()).key(FleetTable.attributes(key)));
    }

    private static Key key(String subject) {
        int slash = subject.indexOf('/');
        return new Key(subject.substring(0, slash), subject.substring(slash + 1));
    }
}
