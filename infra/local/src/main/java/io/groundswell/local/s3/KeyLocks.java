package io.groundswell.local.s3;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Lets changes of one key happen one after the other; a change of many keys at once waits for all others in its bucket. */
final class KeyLocks {

    private static final int STRIPES = 1_024;

    private final Lock[] stripes = new Lock[STRIPES];
    private final Map<String, ReentrantReadWriteLock> buckets = new ConcurrentHashMap<>();

    KeyLocks() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    /** What is held until it is released, by the thread that took it. */
    interface Held {
        void release();
    }

    Held hold(S3Request request) {
        if (request.operation() == S3Operation.DELETE_OBJECTS) {
            return hold(bucket(request).writeLock());
        }
        if (!request.operation().changesKey()) {
            return () -> { };
        }
        Held bucket = hold(bucket(request).readLock());
        Held key = hold(stripes[Math.floorMod((request.bucket() + "/" + request.key()).hashCode(), STRIPES)]);
        return () -> {
            key.release();
            bucket.release();
        };
    }

    private ReentrantReadWriteLock bucket(S3Request request) {
        return buckets.computeIfAbsent(request.bucket(), name -> new ReentrantReadWriteLock());
    }

    private static Held hold(Lock lock) {
        lock.lock();
        return lock::unlock;
    }
}
