package reactor.xsk.samples.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Ctrl-C: the stream ends, what is in flight arrives, the summary is printed, then the JVM ends.
 */
final class Interrupt {

  private static final long PATIENCE_SECONDS = 3;

  private final Sinks.Empty<Void> requested = Sinks.empty();
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean happened;

  private Interrupt() {}

  static Interrupt install() {
    Interrupt interrupt = new Interrupt();
    Runtime.getRuntime().addShutdownHook(new Thread(interrupt::onShutdown, "interrupt"));
    return interrupt;
  }

  private void onShutdown() {
    if (finished.getCount() > 0) {
      happened = true;
      requested.tryEmitEmpty();
      awaitFinish();
    }
  }

  private void awaitFinish() {
    try {
      if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("interrupted, and not finished within 3 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Completes when the user wants the demo to end. */
  Mono<Void> requested() {
    return requested.asMono();
  }

  boolean happened() {
    return happened;
  }

  /** Everything is printed and closed. */
  void finished() {
    finished.countDown();
  }
}
