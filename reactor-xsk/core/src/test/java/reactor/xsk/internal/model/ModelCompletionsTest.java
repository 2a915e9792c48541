package reactor.xsk.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.xsk.virtual.VirtualCompletions;

/** When and in which order the model gives frames back. */
class ModelCompletionsTest {

  @Test
  void shouldGiveFramesBackWithinTheKick() {
    ModelFixture model = new ModelFixture(it -> it);
    model.publish(0, 3);

    model.socket.kick();

    assertThat(model.completedFrames()).containsExactly(0, 1, 2);
    assertThat(model.kernel.counters().completions()).isEqualTo(3);
  }

  @Test
  void shouldHoldFramesUntilTold() {
    ModelFixture model = new ModelFixture(it -> it.completions(VirtualCompletions.onDemand()));
    model.publish(0, 3);
    model.socket.kick();
    assertThat(model.completedFrames()).isEmpty();
    assertThat(model.kernel.waitingCompletions()).isEqualTo(3);

    assertThat(model.kernel.complete(2)).isEqualTo(2);

    assertThat(model.completedFrames()).containsExactly(0, 1);
    assertThat(model.kernel.waitingCompletions()).isEqualTo(1);
    assertThat(model.kernel.complete(5)).isEqualTo(1);
    assertThat(model.kernel.complete(5)).isZero();
  }

  @Test
  void shouldGiveTheFramesOfAKickBackInTheOppositeOrder() {
    ModelFixture model =
        new ModelFixture(it -> it.completions(VirtualCompletions.immediate().reversed()));
    model.publish(0, 3);

    model.socket.kick();

    assertThat(model.completedFrames()).containsExactly(2, 1, 0);
  }

  @Test
  void shouldReverseOnlyWhatComesBackTogether() {
    ModelFixture model =
        new ModelFixture(it -> it.completions(VirtualCompletions.onDemand().reversed()));
    model.publish(0, 4);
    model.socket.kick();

    model.kernel.complete(2);
    model.kernel.complete(2);

    assertThat(model.completedFrames()).containsExactly(1, 0, 3, 2);
  }

  @Test
  void shouldGiveFramesBackAfterTheDelay() {
    Duration delay = Duration.ofMillis(30);
    ModelFixture model = new ModelFixture(it -> it.completions(VirtualCompletions.after(delay)));
    model.publish(0, 3);
    long kickedNs = System.nanoTime();

    model.socket.kick();
    List<Integer> completed = waitForFrames(model, 3);

    assertThat(completed).containsExactly(0, 1, 2);
    assertThat(System.nanoTime() - kickedNs).isGreaterThanOrEqualTo(delay.toNanos());
  }

  @Test
  void shouldNotHurryFramesBecauseOfKicksThatSentNothing() {
    Duration delay = Duration.ofMillis(40);
    ModelFixture model = new ModelFixture(it -> it.completions(VirtualCompletions.after(delay)));
    model.publish(0, 1);
    model.socket.kick();
    for (int i = 0; i < 5; i++) {
      model.socket.kick();
    }
    model.kernel.setCompletions(VirtualCompletions.onDemand());
    model.publish(1, 3);
    model.socket.kick();
    waitForFrames(model, 1);

    waitOnce(delay);

    assertThat(model.kernel.waitingCompletions()).as("frames that are held").isEqualTo(3);
  }

  @Test
  void shouldGiveNothingBackToASocketThatIsClosed() {
    Duration delay = Duration.ofMillis(40);
    ModelFixture model = new ModelFixture(it -> it.completions(VirtualCompletions.after(delay)));
    model.publish(0, 1);
    model.socket.kick();

    model.socket.close();
    model.kernel.loseCompletions(1); // would count the first one that is given back from now on
    waitOnce(delay);

    assertThat(model.kernel.counters().lost()).isZero();
  }

  @Test
  void shouldLoseAsManyFramesAsToldAndKeepThemCharged() {
    ModelFixture model = new ModelFixture(it -> it.sendBuffer(3));
    model.kernel.loseCompletions(2);
    model.publish(0, 3);

    model.socket.kick();

    assertThat(model.completedFrames()).containsExactly(2);
    assertThat(model.kernel.counters().lost()).isEqualTo(2);
    model.publish(3, 2);
    model.socket.kick();
    assertThat(model.packets()).as("of a send buffer of 3, 2 are lost").isEqualTo(4);
  }

  @Test
  void shouldKeepTheSlotsOfLostFramesReserved() {
    ModelFixture model = new ModelFixture(it -> it, ModelFixture.RING);
    model.kernel.loseCompletions(1);
    model.publish(0, ModelFixture.RING);
    model.socket.kick();
    model.completedFrames();

    model.publish(0, ModelFixture.RING);
    model.socket.kick();

    assertThat(model.packets()).isEqualTo(2 * ModelFixture.RING - 1);
  }

  @Test
  void shouldGiveAsManyFramesBackTwiceAsTold() {
    ModelFixture model = new ModelFixture(it -> it);
    model.kernel.repeatCompletions(1);
    model.publish(0, 2);

    model.socket.kick();

    assertThat(model.completedFrames()).containsExactly(0, 0, 1);
  }

  @Test
  void shouldCompleteAnyAddressWhenTold() {
    ModelFixture model = new ModelFixture(it -> it);

    model.kernel.completeAddress(99 * 2_048L);

    assertThat(model.completedFrames()).containsExactly(99);
  }

  @Test
  void shouldKeepTheOrderOfWaitingFramesWhileTheyComeAndGo() {
    ModelFixture model = new ModelFixture(it -> it.completions(VirtualCompletions.onDemand()));
    List<Integer> expected = new ArrayList<>();
    List<Integer> completed = new ArrayList<>();
    for (int round = 0; round < 60; round++) {
      int frame = round * 5 % ModelFixture.RING;
      for (int i = 0; i < 5; i++) {
        model.put((frame + i) % ModelFixture.RING, i != 4);
        expected.add((frame + i) % ModelFixture.RING);
      }
      model.tx.submit();
      model.socket.kick();
      model.kernel.complete(round % 11);
      completed.addAll(model.completedFrames());
    }
    model.kernel.complete(ModelFixture.RING);
    completed.addAll(model.completedFrames());

    assertThat(completed).isEqualTo(expected);
  }

  private static List<Integer> waitForFrames(ModelFixture model, int count) {
    List<Integer> frames = new ArrayList<>();
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (frames.size() < count) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadlineNs);
      frames.addAll(model.completedFrames());
      Thread.onSpinWait();
    }
    return frames;
  }

  /** Waits until something that was due {@code delay} after its order, before this one, is done. */
  private static void waitOnce(Duration delay) {
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(2 * delay.toNanos(), TimeUnit.NANOSECONDS))
        .join();
  }
}
