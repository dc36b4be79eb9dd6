package io.groundswell.tuf.repository;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs several writers over one store, one store call at a time, in an order that the test chooses.
 *
 * <p>Each writer is a thread that stops before every store call until it is its turn, so a given order always gives
 * the same history. A writer may crash: its n-th write either never happens or happens without the writer learning so.
 */
final class Interleaving {

    /** Thrown inside a writer that crashes; nothing in the product catches it. */
    static final class Crash extends Error {

        private static final long serialVersionUID = 1L;
    }

    /** Where a writer crashes: at its n-th write (from 0), before or after the write took effect. */
    record CrashPoint(int write, boolean takesEffect) {
    }

    private final MetadataStore store;
    private final Runnable afterEveryWrite;
    private final Map<Integer, Writer> writers = new HashMap<>();

    Interleaving(MetadataStore store, Runnable afterEveryWrite) {
        this.store = store;
        this.afterEveryWrite = afterEveryWrite;
    }

    /** Adds a writer; its work gets the store to use. */
    void add(Optional<CrashPoint> crash, Consumer<MetadataStore> work) {
        int number = writers.size();
        writers.put(number, new Writer(crash, work));
    }

    /**
     * Runs all writers to their end.
     *
     * @param order picks, at each step, one of the writers that still run
     * @return what each writer failed with, in the order in which they were added
     */
    List<Optional<Throwable>> run(List<Integer> order) throws InterruptedException {
        writers.values().forEach(Writer::launch);
        List<Writer> running = new ArrayList<>(writers.values());
        for (int step = 0; !running.isEmpty(); step++) {
            int choice = order.isEmpty() ? 0 : order.get(step % order.size());
            Writer next = running.get(Math.floorMod(choice, running.size()));
            if (!next.advance()) {
                running.remove(next);
            }
        }
        List<Optional<Throwable>> failures = new ArrayList<>();
        for (int i = 0; i < writers.size(); i++) {
            failures.add(Optional.ofNullable(writers.get(i).failure));
        }
        return failures;
    }

    private final class Writer implements MetadataStore {

        private final Optional<CrashPoint> crash;
        private final Thread thread;
        private boolean turn;
        private boolean waiting;
        private boolean ended;
        private int writes;
        private Throwable failure;

        Writer(Optional<CrashPoint> crash, Consumer<MetadataStore> work) {
            this.crash = crash;
            this.thread = Thread.ofPlatform().daemon().unstarted(() -> {
                try {
                    work.accept(this);
                } catch (Throwable t) {
                    failure = t;
                } finally {
                    end();
                }
            });
        }

        void launch() {
            thread.start();
        }

        /** Lets the writer make one store call; false once it has ended. */
        synchronized boolean advance() throws InterruptedException {
            while (!waiting && !ended) {
                wait();
            }
            if (ended) {
                return false;
            }
            turn = true;
            waiting = false;
            notifyAll();
            while (!waiting && !ended) {
                wait();
            }
            return !ended;
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        private synchronized void awaitTurn() {
            waiting = true;
            notifyAll();
            while (!turn) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            turn = false;
        }

        private boolean write(BooleanSupplier operation) {
            awaitTurn();
            boolean crashes = crash.isPresent() && crash.get().write() == writes++;
            if (crashes && !crash.get().takesEffect()) {
                throw new Crash();
            }
            boolean done = operation.getAsBoolean();
            afterEveryWrite.run();
            if (crashes) {
                throw new Crash();
            }
            return done;
        }

        @Override
        public Optional<Stored> read(String name) {
            awaitTurn();
            return store.read(name);
        }

        @Override
        public boolean createIfAbsent(String name, byte[] bytes) {
            return write(() -> store.createIfAbsent(name, bytes));
        }

        @Override
        public boolean replace(String name, byte[] bytes, String etag) {
            return write(() -> store.replace(name, bytes, etag));
        }
    }
}
