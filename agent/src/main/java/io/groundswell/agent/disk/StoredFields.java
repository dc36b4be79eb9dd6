package io.groundswell.agent.disk;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The members of a stored object, by name and type. */
public record StoredFields(Path file, Map<String, Object> members) {

    public String text(String name) {
        return typed(name, String.class);
    }

    public Optional<String> optionalText(String name) {
        return members.containsKey(name) ? Optional.of(text(name)) : Optional.empty();
    }

    public long number(String name) {
        return typed(name, Long.class);
    }

    public Optional<Long> optionalNumber(String name) {
        return members.containsKey(name) ? Optional.of(number(name)) : Optional.empty();
    }

    /** Whether a member is true; one that is absent is not. */
    public boolean isTrue(String name) {
        return members.containsKey(name) && typed(name, Boolean.class);
    }

    public StoredFields object(String name) {
        return new StoredFields(file, map(name));
    }

    public Optional<StoredFields> optionalObject(String name) {
        return members.containsKey(name) ? Optional.of(object(name)) : Optional.empty();
    }

    /** A member that is kept as it came. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> map(String name) {
        return typed(name, Map.class);
    }

    private <T> T typed(String name, Class<T> type) {
        Object value = members.get(name);
        if (!type.isInstance(value)) {
            throw new DamagedFile(file, "a " + type.getSimpleName() + " called " + name, String.valueOf(value));
        }
        return type.cast(value);
    }
}
