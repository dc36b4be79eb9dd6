package io.groundswell.handlers.table;

import io.groundswell.domain.time.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One item or nested map, read by name and type; immutable. */
public final class Item {

    private final Map<String, AttributeValue> attributes;

    Item(Map<String, AttributeValue> attributes) {
        this.attributes = Map.copyOf(attributes);
    }

    public static Builder with() {
        return new Builder();
    }

    Map<String, AttributeValue> attributes() {
        return attributes;
    }

    Key key() {
        return new Key(text("PK"), text("SK"));
    }

    public boolean has(String name) {
        return attributes.containsKey(name);
    }

    public String text(String name) {
        return of(name, "text", required(name).s());
    }

    public Optional<String> optionalText(String name) {
        return Optional.ofNullable(attributes.get(name)).map(value -> of(name, "text", value.s()));
    }

    public long number(String name) {
        return Long.parseLong(of(name, "a number", required(name).n()));
    }

    public int integer(String name) {
        return Math.toIntExact(number(name));
    }

    public long numberOr(String name, long otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    public boolean flag(String name) {
        return has(name) && Boolean.TRUE.equals(attributes.get(name).bool());
    }

    public Instant time(String name) {
        return Instant.parse(text(name));
    }

    public Optional<Instant> optionalTime(String name) {
        return optionalText(name).map(Instant::parse);
    }

    public Item item(String name) {
        return new Item(required(name).m());
    }

    public Optional<Item> optionalItem(String name) {
        return Optional.ofNullable(attributes.get(name)).map(value -> new Item(value.m()));
    }

    public List<Item> items(String name) {
        return required(name).l().stream().map(value -> new Item(value.m())).toList();
    }

    /** A nested map as plain values: text, {@link Long}, booleans, lists and maps. */
    public Map<String, Object> values(String name) {
        return has(name) ? Attributes.toValues(required(name).m()) : Map.of();
    }

    private <T> T of(String name, String expected, T found) {
        if (found == null) {
            throw new IllegalStateException("attribute " + name + " of item " + attributes.get("PK") + " "
                    + attributes.get("SK") + " must be " + expected + ", found " + attributes.get(name).type());
        }
        return found;
    }

    private AttributeValue required(String name) {
        AttributeValue value = attributes.get(name);
        if (value == null) {
            throw new IllegalStateException("item " + attributes.get("PK") + " " + attributes.get("SK")
                    + " must have attribute " + name + ", found " + attributes.keySet());
        }
        return value;
    }

    /** Collects attributes; absent optionals leave no attribute. */
    public static final class Builder {

        private final Map<String, AttributeValue> attributes = new LinkedHashMap<>();

        private Builder() {
        }

        Builder key(Key key) {
            return text("PK", key.pk()).text("SK", key.sk());
        }

        Builder raw(String name, AttributeValue value) {
            attributes.put(name, value);
            return this;
        }

        Builder all(Item item) {
            attributes.putAll(item.attributes);
            return this;
        }

        public Builder text(String name, String value) {
            return raw(name, AttributeValue.fromS(value));
        }

        public Builder text(String name, Optional<String> value) {
            value.ifPresent(present -> text(name, present));
            return this;
        }

        public Builder number(String name, long value) {
            return raw(name, AttributeValue.fromN(Long.toString(value)));
        }

        public Builder flag(String name, boolean value) {
            return raw(name, AttributeValue.fromBool(value));
        }

        public Builder time(String name, Instant value) {
            return text(name, Timestamps.format(value));
        }

        public Builder time(String name, Optional<Instant> value) {
            value.ifPresent(present -> time(name, present));
            return this;
        }

        public Builder item(String name, Item value) {
            return raw(name, AttributeValue.fromM(value.attributes));
        }

        public Builder items(String name, List<Item> values) {
            List<AttributeValue> list = new ArrayList<>();
            values.forEach(value -> list.add(AttributeValue.fromM(value.attributes)));
            return raw(name, AttributeValue.fromL(list));
        }

        public Builder values(String name, Map<String, Object> values) {
            return raw(name, Attributes.of(values));
        }

        public Item build() {
            return new Item(attributes);
        }
    }
}
