package io.groundswell.handlers.table;

/**
 * An item that is behind its own record: what is written to it next takes a revision that is on record, and its event is
 * dropped.
 *
 * @param revision the item's; 0 when there is no item
 * @param recorded the highest on record
 */
public record Behind(Key key, long revision, long recorded) {

    @Override
    public String toString() {
        return "subject " + key.subject() + (revision == 0 ? " has no item, but" : " is at revision " + revision + ", but has")
                + " revision " + recorded + " on record";
    }
}
