package io.groundswell.local.iam;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The access keys that LocalCloud handed out, each with its principal.
 *
 * <p>Keys are random. With a data directory they are kept there, readable by their owner alone, so that a restart accepts the same keys; policies are
 * not kept: whoever registers a user or role gives its current ones. Registering a name again keeps its key and replaces its policies.
 */
public final class Credentials {

    /** A key and whom it stands for. */
    record Registered(AccessKey key, Principal principal) {
    }

    private static final String OWNER = "root";
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final Account account;
    private final Optional<CredentialsFile> file;
    private final Map<String, AccessKey> keysByName;
    private final Map<String, Registered> byAccessKeyId = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final AccessKey owner;

    private Credentials(Account account, Map<String, AccessKey> known, Optional<CredentialsFile> file) {
        this.account = account;
        this.file = file;
        this.keysByName = new ConcurrentHashMap<>(known);
        this.owner = key(OWNER, "AKIA", false);
        register(owner, account.globalArn("iam", "root"), account.id(), true, List.of());
    }

    /** Keys that last as long as this object. */
    public static Credentials inMemory(Account account) {
        return new Credentials(account, Map.of(), Optional.empty());
    }

    /** Keys kept in {@code credentials.json} of the data directory. */
    public static Credentials in(Path directory, Account account) {
        CredentialsFile file = new CredentialsFile(directory.resolve("credentials.json"));
        return new Credentials(account, file.read(), Optional.of(file));
    }

    /** Keys that last as long as this object, of which the owner's is given. */
    public static Credentials ownedBy(AccessKey owner, Account account) {
        return new Credentials(account, Map.of(OWNER, owner), Optional.empty());
    }

    public Account account() {
        return account;
    }

    /** The key of the machine's owner, who may do anything. */
    public AccessKey owner() {
        return owner;
    }

    /** The key of an IAM user with these policies. */
    public AccessKey user(String name, List<PolicyDocument> policies) {
        AccessKey key = key("user/" + name, "AKIA", false);
        register(key, account.globalArn("iam", "user/" + name), "AIDA" + key.id().substring(4), false, policies);
        return key;
    }

    /** The temporary key of a role assumed under a session name, as a Lambda function has one for its execution role. */
    public AccessKey role(String name, String session, List<PolicyDocument> policies) {
        AccessKey key = key("role/" + name + "/" + session, "ASIA", true);
        String arn = account.globalArn("sts", "assumed-role/" + name + "/" + session);
        register(key, arn, "AROA" + key.id().substring(4) + ":" + session, false, policies);
        return key;
    }

    Optional<Registered> find(String accessKeyId) {
        return Optional.ofNullable(byAccessKeyId.get(accessKeyId));
    }

    private void register(AccessKey key, String arn, String userId, boolean isOwner, List<PolicyDocument> policies) {
        byAccessKeyId.put(key.id(), new Registered(key, new Principal(key.id(), account.id(), arn, userId, isOwner, policies)));
    }

    private synchronized AccessKey key(String name, String prefix, boolean temporary) {
        AccessKey known = keysByName.get(name);
        if (known != null) {
            return known;
        }
        Optional<String> token = temporary ? Optional.of(hex(32)) : Optional.empty();
        AccessKey created = new AccessKey(prefix + base32(16), hex(20), token);
        keysByName.put(name, created);
        file.ifPresent(kept -> kept.write(keysByName));
        return created;
    }

    private String base32(int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(BASE32.charAt(random.nextInt(BASE32.length())));
        }
        return text.toString();
    }

    private String hex(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }
}
