package io.groundswell.simulation.dynamodb;

import java.util.List;
import java.util.Optional;

/**
 * A table as the template declares it.
 *
 * @param streamed whether its changes are delivered
 */
public record TableShape(String name, List<Index> indexes, boolean streamed) {

    public TableShape {
        indexes = List.copyOf(indexes);
    }

    /**
     * A global secondary index.
     *
     * @param keysOnly whether it holds nothing but keys
     */
    public record Index(String name, String hash, String range, boolean keysOnly) {
    }

    Optional<Index> index(String wanted) {
        return indexes.stream().filter(index -> index.name().equals(wanted)).findFirst();
    }
}
