package reactor.xsk.internal.sender;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.XskClosedException;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.internal.stream.IsolatedSubscriber;

/**
 * The end of a sender as other threads see it. A loop thread ends by itself within closeTimeout,
 * unless code of a user, or the kernel, blocks it: then this gives up after a grace, ends the
 * streams from a thread of its own, and leaves it to the loop to release what is native once it
 * comes back.
 */
final class Disposal {

  private static final Logger LOG = Loggers.getLogger(Disposal.class);

  /** How much later than closeTimeout a loop may end before it counts as blocked. */
  private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(1);

  private final List<Lane> lanes;
  private final String interfaceName;
  private final long patienceNs;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final CompletableFuture<Void> ended;
  private final CompletableFuture<Void> givenUp = new CompletableFuture<>();
  private volatile boolean givingUp;
  private final Sinks.Empty<Void> end = Sinks.empty();
  private final Sinks.Empty<Void> release = Sinks.empty();

  /** Over lanes that were started. */
  Disposal(List<Lane> lanes, XskConfig config) {
    this.lanes = lanes;
    this.interfaceName = config.interfaceName();
    this.patienceNs = config.closeTimeout().toNanos() + GRACE_NS;
    this.ended = CompletableFuture.allOf(futures(lanes));
    lanes.forEach(lane -> lane.ended().thenAccept(failure -> log(lane, failure)));
    ended.thenRun(this::signalEnd);
  }

  private static CompletableFuture<?>[] futures(List<Lane> lanes) {
    return lanes.stream().map(Lane::ended).toArray(CompletableFuture<?>[]::new);
  }

  /** Whether no further stream is taken: it was asked to close, or no lane is left. */
  boolean isDisposed() {
    return requested.get() || lanes.stream().allMatch(Lane::isRefusing);
  }

  /** Completes when all is released; fails if a failure ended a lane, or with the giving up. */
  Mono<Void> onDispose() {
    return IsolatedSubscriber.each(end.asMono());
  }

  /**
   * Asks to close, when subscribed; completes when all is released, and fails with the giving up.
   */
  Mono<Void> disposeLater() {
    return Mono.defer(
        () -> {
          dispose();
          return IsolatedSubscriber.each(release.asMono());
        });
  }

  /** Asks all lanes to close. Returns at once. */
  void dispose() {
    if (requested.compareAndSet(false, true)) {
      Lanes.requestClose(lanes);
      ended
          .copy() // whose timer ends with it
          .orTimeout(patienceNs, TimeUnit.NANOSECONDS)
          .exceptionally(this::startGivingUp);
    }
  }

  /** Asks all lanes to close, and waits: until the end, or until this gives up. */
  void close() {
    dispose();
    if (!givingUp && !(Thread.currentThread() instanceof LoopThread)) {
      long deadlineNs = System.nanoTime() + patienceNs + GRACE_NS;
      boolean interrupted = false;
      while (!awaitEnd(deadlineNs)) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns false if it was interrupted. */
  private boolean awaitEnd(long deadlineNs) {
    try {
      CompletableFuture.anyOf(ended, givenUp)
          .get(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (givingUp) { // a loop that its interrupt has freed may have ended before the streams
        givenUp.get(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      if (ended.isDone()) {
        for (Lane lane : lanes) {
          lane.thread().join(TimeUnit.NANOSECONDS.toMillis(GRACE_NS));
        }
      }
      return true;
    } catch (InterruptedException e) {
      return false;
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("interface={}: close() returns before all streams have ended", interfaceName);
      return true;
    }
  }

  private static void log(Lane lane, Optional<XskException> failure) {
    if (failure.isPresent()) {
      LOG.warn(
          "ended by a failure: %s: %s".formatted(lane.describe(), lane.counters()), failure.get());
    } else if (lane.wasOpened()) { // why it was not is said by create()
      LOG.info("closed: {}: {}", lane.describe(), lane.counters());
    }
  }

  /** On the last of the loop threads, which have released everything. */
  private void signalEnd() {
    Throwable failure = failure();
    release.tryEmitEmpty();
    if (failure == null) {
      end.tryEmitEmpty();
    } else {
      end.tryEmitError(failure);
    }
  }

  private @Nullable Throwable failure() {
    return lanes.stream()
        .map(lane -> lane.ended().join())
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(null);
  }

  /** On a timer's thread, which must not run code of a user. */
  private @Nullable Void startGivingUp(Throwable timeout) {
    Thread.ofPlatform().daemon().name("xsk-close-" + interfaceName).start(this::giveUp);
    return null;
  }

  private void giveUp() {
    givingUp = true; // before callbacks that may call close()
    try {
      for (Lane lane : lanes) {
        if (!lane.ended().isDone()) {
          abandon(lane);
        }
      }
    } finally {
      givenUp.complete(null);
    }
  }

  private void abandon(Lane lane) {
    BlockedThread blocked = new BlockedThread(lane.thread());
    String values =
        "interface=%s, queue=%d, %s".formatted(interfaceName, lane.queue(), blocked.describe());
    LOG.warn(
        "closing has taken %d ms, and gives up: the loop thread is blocked; it releases its socket when it comes back: %s"
            .formatted(TimeUnit.NANOSECONDS.toMillis(patienceNs), values),
        blocked.stack());
    lane.thread().interrupt(); // which most code that blocks obeys
    lane.abandon(new XskClosedException(values));
    XskException why =
        new XskException(
            "close",
            0,
            "the loop thread is blocked",
            values,
            "see the stack of the cause: no writer, source or callback on the loop thread may"
                + " block",
            blocked.stack());
    release.tryEmitError(why);
    end.tryEmitError(why);
  }
}
