package io.groundswell.handlers.table;

/** The primary key of an item. */
public record Key(String pk, String sk) {

    /** The subject that audit events name: no name contains {@code /} (R2), so the two parts stay apart. */
    public String subject() {
        return pk + "/" + sk;
    }
}
