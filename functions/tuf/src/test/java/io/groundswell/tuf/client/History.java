package io.groundswell.tuf.client;

import io.groundswell.tuf.DelegatedRole;
import io.groundswell.tuf.Role;
import io.groundswell.tuf.Signer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An honest repository over several days: each day new targets, some days other keys. */
final class History {

    /** The paths that a client asks about: one in the top level, one in each delegated role, one nowhere. */
    static final List<String> PATHS = List.of("top", "a/file", "b", "nowhere");

    enum Day { NEW_TARGETS, OTHER_ROOT_KEY, OTHER_ONLINE_KEYS, OTHER_TARGETS_KEY, NEW_DELEGATED_TARGETS }

    final SimulatedRepository repository = new SimulatedRepository();
    private int day;

    History(boolean promiseHashes) {
        repository.promiseHashes = promiseHashes;
        repository.addKey("root", repository.newSigner());
        repository.addKey("root", repository.newSigner());
        repository.root.thresholds.put("root", 2);
        repository.delegate("targets", "A", false, "a/*");
        repository.delegate("targets", "B", true, "*");
        repository.delegate("A", "C", false, "a/*");
        renewTargets("targets", "A", "B", "C");
        repository.publish("root", "C", "A", "B", "targets", "snapshot", "timestamp");
    }

    /** What a client pins: the root with the threshold of two. */
    byte[] anchor() {
        return repository.published.get("root").get(1);
    }

    void live(Day what) {
        day++;
        switch (what) {
            case NEW_TARGETS -> {
                renewTargets("targets");
                repository.publish("targets", "snapshot", "timestamp");
            }
            case NEW_DELEGATED_TARGETS -> {
                renewTargets("A", "B", "C");
                repository.publish("C", "A", "B", "snapshot", "timestamp");
            }
            case OTHER_ROOT_KEY -> rotateRoot();
            case OTHER_ONLINE_KEYS -> rotate("timestamp", "snapshot");
            case OTHER_TARGETS_KEY -> rotate("targets");
        }
    }

    /** Every key but root's replaced, and what the delegations name: what an operator does after a theft. */
    void recover() {
        day++;
        for (String role : List.of("A", "B")) {
            replaceDelegatedKey("targets", role);
        }
        replaceDelegatedKey("A", "C");
        renewTargets("targets", "A", "B", "C");
        repository.publish("C", "A", "B");
        rotate("timestamp", "snapshot", "targets");
    }

    private void renewTargets(String... roles) {
        Map<String, String> pathOf = Map.of("targets", "top", "A", "a/other", "B", "b", "C", "a/file");
        for (String role : roles) {
            repository.addTarget(role, pathOf.get(role), role + " on day " + day);
        }
    }

    private void rotateRoot() {
        List<String> keyIds = repository.root.keyIds.get("root");
        String oldest = keyIds.removeFirst();
        repository.addKey("root", repository.newSigner());
        repository.publish("root");
        repository.signers.get("root").remove(oldest);
    }

    private void rotate(String... roles) {
        for (String role : roles) {
            repository.rotateKeys(role);
        }
        repository.publish("root", "targets", "snapshot", "timestamp");
    }

    private void replaceDelegatedKey(String delegator, String role) {
        SimulatedRepository.Draft from = repository.draft(delegator);
        Signer signer = repository.newSigner();
        from.delegatedKeys.put(signer.key().keyId(), signer.key());
        from.delegated.replaceAll(delegation -> delegation.name().equals(role)
                ? new DelegatedRole(role, Role.of(List.of(signer.key()), 1),
                        delegation.terminating(), delegation.paths(), List.of(), Map.of())
                : delegation);
        repository.signers.put(role, new LinkedHashMap<>(Map.of(signer.key().keyId(), signer)));
    }

    /** The keys that a thief has of these roles: those of today. */
    Map<String, List<Signer>> steal(List<String> roles) {
        Map<String, List<Signer>> stolen = new LinkedHashMap<>();
        roles.forEach(role -> stolen.put(role, new ArrayList<>(repository.signers.get(role).values())));
        return stolen;
    }
}
