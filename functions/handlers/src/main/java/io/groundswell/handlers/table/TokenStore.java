package io.groundswell.handlers.table;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Enrolment tokens: the audited token and, apart from it, the volatile counter of its uses (R7).
 *
 * <p>Revoking closes the counter in the same transaction, so an enrolment has to win one condition only and
 * enrolments in parallel never touch the audited item.
 */
public final class TokenStore {

    private static final String USED = "used";
    private static final String CLOSED = "closed";

    private final FleetTable table;

    public TokenStore(FleetTable table) {
        this.table = table;
    }

    /**
     * A token without its secret.
     *
     * @param secretHash SHA-256 of the secret's text, 64 hexadecimal digits
     * @param uses the whole budget
     * @param device the only name it enrols, if it is bound to one
     */
    public record Token(String fleet, String id, String secretHash, Instant expiresAt, int uses,
            Optional<String> device, boolean revoked) {

        public Token asRevoked() {
            return new Token(fleet, id, secretHash, expiresAt, uses, device, true);
        }
    }

    /**
     * A token and what was taken of its budget.
     *
     * @param used uses taken so far
     */
    public record Standing(Versioned<Token> token, int used) {

        public boolean isUsedUp() {
            return used >= token.value().uses();
        }
    }

    public void create(Token token, Evidence evidence) {
        table.write(List.of(
                Write.audited(table.name(), key(token), toItem(token), 0, evidence),
                Write.putIfAbsent(table.name(), uses(token), Item.with().number(USED, 0).build())));
    }

    public Optional<Standing> find(String fleet, String id) {
        Key token = Keys.token(fleet, id);
        Key uses = Keys.tokenUses(fleet, id);
        Map<Key, Item> items = table.get(List.of(token, uses));
        return items.containsKey(token) && items.containsKey(uses)
                ? Optional.of(new Standing(toToken(fleet, id, items.get(token)), items.get(uses).integer(USED)))
                : Optional.empty();
    }

    /** Ends a token: nothing is enrolled with it any more. */
    public void revoke(Versioned<Token> from, Evidence evidence) {
        Token revoked = from.value().asRevoked();
        table.write(List.of(
                Write.audited(table.name(), key(revoked), toItem(revoked), from.rev(), evidence),
                Write.update(table.name(), uses(revoked), "SET " + CLOSED + " = :closed", "attribute_exists(PK)",
                        Map.of(), Map.of(":closed", AttributeValue.fromBool(true)))));
    }

    /** Takes one use, if one is left and the token was not revoked. */
    static Write take(String table, Token token) {
        return Write.update(table, uses(token), "SET #used = #used + :one",
                "#used < :uses AND attribute_not_exists(" + CLOSED + ")", Map.of("#used", USED),
                Map.of(":one", AttributeValue.fromN("1"), ":uses", AttributeValue.fromN(Integer.toString(token.uses()))));
    }

    private static Key key(Token token) {
        return Keys.token(token.fleet(), token.id());
    }

    private static Key uses(Token token) {
        return Keys.tokenUses(token.fleet(), token.id());
    }

    private static Item toItem(Token token) {
        return Item.with().text("secret_sha256", token.secretHash()).time("expires_at", token.expiresAt())
                .number("uses", token.uses()).text("device", token.device()).flag("revoked", token.revoked()).build();
    }

    private static Versioned<Token> toToken(String fleet, String id, Item item) {
        return new Versioned<>(new Token(fleet, id, item.text("secret_sha256"), item.time("expires_at"),
                item.integer("uses"), item.optionalText("device"), item.flag("revoked")), item.number("rev"));
    }
}
