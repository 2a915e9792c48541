package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reactor.core.Fuseable.ASYNC;
import static reactor.core.Fuseable.SYNC;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.xsk.SendReport;
import reactor.xsk.support.Await;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualKernel;

/**
 * The subscriber's rules where the Reactive Streams TCK cannot say them: a SYNC-fused source gets
 * no request and sends no signal, its items and its end are the answers of {@code poll}. What the
 * TCK says of request and onNext is said here of poll; the rest of it in {@link SubscriberTckTest},
 * over the sources that signal. (SYNC is 1, ASYNC is 2.)
 */
@Timeout(60)
class FusedSourceTest {

  private static final Duration A_WHILE = Duration.ofMillis(30);

  private final VirtualKernel kernel = VirtualKernel.create();
  private final VirtualSender sender = VirtualSender.open(kernel, it -> it);

  @AfterEach
  void close() {
    sender.close();
  }

  private CompletableFuture<SendReport> send(FusedSource source) {
    return sender.sendNumbers(source).toFuture();
  }

  private static FusedSource of(int mode, int items) {
    return new FusedSource(mode).fill(items);
  }

  /** Ends the source, as one that is ASYNC-fused must. */
  private static void end(FusedSource source, int mode) {
    if (mode == ASYNC) {
      source.subscriber().onComplete();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {SYNC, ASYNC})
  void shouldAskForFusionFirstAndPollOnTheLoopThreadOneCallAtATime(int mode) {
    FusedSource source = of(mode, 10_000);
    CompletableFuture<SendReport> sent = send(source);
    end(source, mode);

    assertThat(sent.join().completed()).isEqualTo(10_000);
    assertThat(source.calls()).startsWith("requestFusion").contains("poll");
    assertThat(source.violations()).isEmpty();
  }

  /** §2.1 */
  @Test
  void shouldRequestNothingOfASyncSource() {
    FusedSource source = of(SYNC, 1_000);

    assertThat(send(source).join().completed()).isEqualTo(1_000);

    assertThat(source.calls()).doesNotContain("request");
  }

  /** §2.1: an ASYNC source may have put more into its queue than was requested. */
  @Test
  void shouldTakeNoMoreOfAnAsyncSourceThanItRequested() {
    AtomicLong taken = new AtomicLong();
    AtomicInteger tooMany = new AtomicInteger();
    FusedSource source = of(ASYNC, 1_000);
    source.onPoll(
        item -> {
          if (item != null && taken.incrementAndGet() > source.requested()) {
            tooMany.incrementAndGet();
          }
          return item;
        });
    ProbeSource<Integer> other = new ProbeSource<>();
    try (VirtualSender few = VirtualSender.open(VirtualKernel.create(), it -> it.frameCount(64))) {
      few.sendNumbers(other).subscribe();
      other.awaitRequested(32); // which are frames that the first must not take
      CompletableFuture<SendReport> sent = few.sendNumbers(source).toFuture();
      end(source, ASYNC);

      assertThat(sent.join().completed()).isEqualTo(1_000);
      other.complete();
    }
    assertThat(tooMany).as("items taken before they were requested").hasValue(0);
  }

  /** §1.1: an item is taken when there is a frame for it. */
  @ParameterizedTest
  @ValueSource(ints = {SYNC, ASYNC})
  void shouldTakeNoMoreThanThereAreFrames(int mode) {
    kernel.setCompletions(VirtualCompletions.onDemand());
    int frames = sender.config().frameCount();
    AtomicInteger taken = new AtomicInteger();
    FusedSource source =
        of(mode, frames + 1_000)
            .onPoll(
                item -> {
                  taken.addAndGet(item == null ? 0 : 1);
                  return item;
                });
    CompletableFuture<SendReport> sent = send(source);
    end(source, mode);

    Await.staysAt("items taken", frames, A_WHILE, taken::get);
    kernel.setCompletions(VirtualCompletions.immediate());
    kernel.complete(frames);
    assertThat(sent.join().completed()).isEqualTo(frames + 1_000);
  }

  /** §2.9 */
  @Test
  void shouldTakeNullAsTheEndOfASyncSourceAndPollItNoMore() {
    kernel.setCompletions(VirtualCompletions.onDemand());
    FusedSource source = of(SYNC, 3);
    CompletableFuture<SendReport> sent = send(source);
    Await.staysAt("polls", 4, A_WHILE, () -> source.countOf("poll"));
    kernel.complete(3);

    assertThat(sent.join().completed()).isEqualTo(3);
    assertThat(source.countOf("poll")).isEqualTo(4);
    assertThat(source.violations()).isEmpty();
  }

  /** §2.9 */
  @Test
  void shouldNotTakeNullAsTheEndOfAnAsyncSource() {
    FusedSource source = of(ASYNC, 0);
    CompletableFuture<SendReport> sent = send(source);
    source.emit(1);
    Await.until("the first is sent", () -> sender.counters().completed() == 1);
    source.emit(2);
    Await.until("the second is sent", () -> sender.counters().completed() == 2);
    assertThat(sent).isNotDone();
    source.subscriber().onComplete();

    assertThat(sent.join().completed()).isEqualTo(2);
    assertThat(source.violations()).isEmpty();
  }

  /** §2.10 */
  @ParameterizedTest
  @ValueSource(ints = {SYNC, ASYNC})
  void shouldEndWithTheErrorThatPollThrowsAndPollNoMore(int mode) {
    IllegalStateException error = new IllegalStateException("at 40");
    kernel.setCompletions(VirtualCompletions.onDemand());
    FusedSource source =
        of(mode, 100)
            .onPoll(
                item -> {
                  if (item != null && item == 40) {
                    throw error;
                  }
                  return item;
                });
    CompletableFuture<SendReport> sent = send(source);
    // the stream lives on until its packets are completed
    Await.staysAt("polls", 41, A_WHILE, () -> source.countOf("poll"));
    kernel.complete(40);

    assertThatThrownBy(sent::join).hasCause(error);
    assertThat(source.calls()).contains("cancel");
    assertThat(source.violations()).isEmpty();
  }

  /** §2.8, §3.12: cancelled inside a poll, so that no race hides another one. */
  @ParameterizedTest
  @ValueSource(ints = {SYNC, ASYNC})
  void shouldPollNoMoreAfterCancelAndClearTheQueue(int mode) {
    CompletableFuture<Disposable> stream = new CompletableFuture<>();
    FusedSource source =
        of(mode, 100)
            .onPoll(
                item -> {
                  if (item != null && item == 40) {
                    stream.join().dispose();
                  }
                  return item;
                });
    stream.complete(sender.sendNumbers(source).subscribe());

    Await.until("it is cleared", () -> source.calls().contains("clear"));
    assertThat(source.countOf("poll")).isEqualTo(41);
    assertThat(source.calls()).containsSubsequence("poll", "cancel", "clear");
    assertThat(source.violations()).isEmpty();
  }

  /** From another thread than the loop's, at any moment of the loop's work. */
  @ParameterizedTest
  @ValueSource(ints = {SYNC, ASYNC})
  void shouldClearTheQueueWhileNobodyPollsItWhenCancelledFromAnotherThread(int mode) {
    for (int i = 0; i < 100; i++) {
      FusedSource source = of(mode, 0);
      source.onPoll(item -> item == null && mode == SYNC ? Integer.valueOf(7) : item);
      Disposable stream = sender.sendNumbers(source).subscribe();
      if (mode == ASYNC) {
        source.emit(1);
      }
      Await.until("it is polled", () -> source.calls().contains("poll"));
      stream.dispose();
      if (mode == ASYNC) {
        source.emit(2); // the cancellation has not reached it yet
      }

      Await.until("it is cleared", () -> source.calls().contains("clear"));
      assertThat(source.violations()).isEmpty();
    }
  }

  /** The item of an ASYNC source that comes when all is over is discarded here or nowhere. */
  @Test
  void shouldClearTheQueueAgainWhenAnAsyncSourceFillsItAfterCancel() {
    FusedSource source = of(ASYNC, 0);
    Disposable stream = sender.sendNumbers(source).subscribe();
    source.subscriber();
    stream.dispose();
    Await.until("it is cleared", () -> source.calls().contains("clear"));

    source.emit(1);

    Await.until("it is empty", source::isEmpty);
    assertThat(source.countOf("clear")).isGreaterThan(1);
  }

  @Test
  void shouldClearTheQueueOnOneThreadAtATime() {
    FusedSource source = of(ASYNC, 0);
    source.onNextClear(
        () -> {
          Thread publisher = Thread.ofPlatform().start(() -> source.emit(1));
          Await.until("the publisher is through", () -> !publisher.isAlive());
        });
    Disposable stream = sender.sendNumbers(source).subscribe();
    source.subscriber();
    stream.dispose();

    Await.until("it is cleared for the item too", () -> source.countOf("clear") > 1);
    Await.until("it is empty", source::isEmpty);
    assertThat(source.violations()).isEmpty();
  }

  /** §2.5 */
  @ParameterizedTest
  @ValueSource(ints = {SYNC, ASYNC})
  void shouldCancelASecondSubscriptionAndLeaveItsQueueAlone(int mode) {
    FusedSource first = of(ASYNC, 0);
    CompletableFuture<SendReport> sent = send(first);
    FusedSource second = of(mode, 10);

    first.subscriber().onSubscribe(second);
    first.emit(1);
    first.subscriber().onComplete();

    assertThat(sent.join().completed()).isEqualTo(1);
    assertThat(second.calls()).containsExactly("cancel");
    assertThat(first.calls()).doesNotContain("cancel");
  }

  /** §2.13 */
  @ParameterizedTest
  @ValueSource(ints = {SYNC, ASYNC})
  @SuppressWarnings("NullAway") // on purpose
  void shouldRefuseSignalsWithoutContent(int mode) {
    FusedSource source = of(mode, 0);
    source.onPoll(item -> item == null && mode == SYNC ? Integer.valueOf(7) : item);
    Disposable stream = sender.sendNumbers(source).subscribe();

    assertThatNullPointerException().isThrownBy(() -> source.subscriber().onSubscribe(null));
    assertThatNullPointerException().isThrownBy(() -> source.subscriber().onError(null));
    stream.dispose();
  }
}
