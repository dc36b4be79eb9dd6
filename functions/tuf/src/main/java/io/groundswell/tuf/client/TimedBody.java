package io.groundswell.tuf.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A response body read as a stream, where waiting is bounded per chunk and in total. */
final class TimedBody extends InputStream implements Flow.Subscriber<List<ByteBuffer>> {

    private final String what;
    private final long deadlineNanos;
    private final Duration stall;
    /** At most one batch is requested ahead of the reader, so the queue stays short whatever the server sends. */
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final Deque<ByteBuffer> ready = new ArrayDeque<>();
    private boolean ended;

    TimedBody(String what, long deadlineNanos, Duration stall) {
        this.what = what;
        this.deadlineNanos = deadlineNanos;
        this.stall = stall;
    }

    private sealed interface Event {

        record Bytes(List<ByteBuffer> buffers) implements Event {
        }

        record Failed(Throwable cause) implements Event {
        }

        record Complete() implements Event {
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        subscription.complete(s);
        s.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        events.add(new Event.Bytes(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        events.add(new Event.Failed(cause));
    }

    @Override
    public void onComplete() {
        events.add(new Event.Complete());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (ready.isEmpty() && !ended) {
            take(await());
        }
        if (ready.isEmpty()) {
            return -1;
        }
        ByteBuffer next = ready.peek();
        int n = Math.min(length, next.remaining());
        next.get(target, offset, n);
        if (!next.hasRemaining()) {
            ready.remove();
        }
        return n;
    }

    private void take(Event event) throws IOException {
        switch (event) {
            case Event.Bytes bytes -> {
                bytes.buffers().stream().filter(ByteBuffer::hasRemaining).forEach(ready::add);
                subscription.join().request(1);
            }
            case Event.Failed failed -> {
                ended = true;
                throw new IOException("the body of " + what + " broke off: " + failed.cause(), failed.cause());
            }
            case Event.Complete ignored -> ended = true;
        }
    }

    private Event await() throws IOException {
        long left = deadlineNanos - System.nanoTime();
        try {
            Event event = left <= 0 ? null : events.poll(Math.min(left, stall.toNanos()), TimeUnit.NANOSECONDS);
            if (event != null) {
                return event;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IOException("reading " + what + " was interrupted", e);
        }
        close();
        throw new HttpTimeoutException(left <= stall.toNanos()
                ? "the body of " + what + " was not complete in time"
                : "the body of " + what + " made no progress for " + stall.toSeconds() + " s");
    }

    @Override
    public void close() {
        ended = true;
        ready.clear();
        subscription.thenAccept(Flow.Subscription::cancel);
    }
}
