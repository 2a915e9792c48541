package reactor.xsk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static reactor.xsk.SendOutcome.COMPLETED;
import static reactor.xsk.SendOutcome.DROPPED;
import static reactor.xsk.SendOutcome.FAILED;
import static reactor.xsk.SendOutcome.LOST;
import static reactor.xsk.internal.port.PortRig.FRAMES;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.SendOutcome;
import reactor.xsk.XskPacketException;
import reactor.xsk.internal.port.TxPort.FrameOutcomes;
import reactor.xsk.support.RandomSequences;

/** Each packet comes to one end, the right one, of every port: when reaped, and at close. */
class PortOutcomesContractTest extends PortContract {

  PortOutcomesContractTest(Supplier<PortRig> kind) {
    super(kind);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4})
  void shouldCallThePacketDroppedThatTheKernelDroppedAndNoOther(int before) {
    rig.dropAfter(before);
    int[] frames = rig.publish(5);

    rig.kickAll();
    rig.reap();

    assertThat(rig.outcomes.framesThatAre(DROPPED)).containsExactly(frames[before]);
    assertThat(rig.outcomes.framesThatAre(COMPLETED)).hasSize(4);
    assertThat(rig.delivered).hasSize(4).doesNotContain(before + ":" + rig.packetBytes);
    assertThat(rig.port.freeFrames()).isEqualTo(FRAMES);
    XskPacketException cause = rig.port.dropCause(rig.packetBytes);
    assertThat(cause.values()).contains("length=" + rig.packetBytes, "interface=");
    assertThat(cause.hint()).isNotEmpty();
  }

  @Test
  void shouldNotCallTheNextPacketOfTheSameFrameDropped() {
    rig.dropAfter(0);
    int[] first = rig.publish(1);
    rig.kickAll();
    rig.reap();

    int[] second = rig.publish(1);
    rig.kickAll();
    rig.reap();

    assertThat(second).isEqualTo(first);
    assertThat(rig.outcomes.byFrame).containsEntry(second[0], COMPLETED);
  }

  @Test
  void shouldTellOfEachFrameOnce() {
    rig.publish(3);
    rig.kick();

    assertThat(rig.reap()).isEqualTo(3);
    assertThat(rig.reap()).isZero();
    rig.close();
    assertThat(rig.outcomes.byFrame).hasSize(3);
  }

  @Test
  void shouldReportEveryFrameAlsoIfTheReportOfOneThrows() {
    int[] frames = rig.publish(4);
    rig.kickAll();
    List<Integer> reported = new ArrayList<>();
    FrameOutcomes throwing =
        (frame, outcome) -> {
          reported.add(frame);
          if (frame == frames[0] || frame == frames[2]) {
            throw new IllegalStateException("of frame " + frame);
          }
        };

    assertThatIllegalStateException().isThrownBy(() -> rig.port.reap(throwing));

    assertThat(reported).containsExactly(frames[0], frames[1], frames[2], frames[3]);
    assertThat(rig.port.freeFrames()).isEqualTo(FRAMES);
  }

  @Test
  void shouldReclaimAsFailedOnCloseWhatTheKernelHasNotTaken() {
    rig.takeOnly(3);
    int[] frames = rig.publish(5);
    rig.kick();
    rig.reap();

    rig.close();

    assertThat(rig.outcomes.framesThatAre(COMPLETED)).hasSize(3);
    assertThat(rig.outcomes.framesThatAre(rig.showsWhatItTook() ? FAILED : LOST))
        .containsExactly(frames[3], frames[4]);
    assertThat(rig.port.freeFrames()).isEqualTo(FRAMES);
  }

  @Test
  void shouldReclaimAsFailedOnCloseWhatWasPutAndNeverSubmitted() {
    int[] frames = rig.put(2);

    rig.close();

    assertThat(rig.outcomes.framesThatAre(FAILED)).containsExactly(frames[0], frames[1]);
    assertThat(rig.port.freeFrames()).isEqualTo(FRAMES);
  }

  @Test
  void shouldReclaimAsFailedOnCloseWhatWasNeverKicked() {
    rig.publish(FRAMES);

    rig.close();

    assertThat(rig.outcomes.framesThatAre(FAILED)).hasSize(FRAMES);
  }

  @Test
  void shouldReleaseEverythingOnClose() {
    rig.publish(2);
    rig.kick();

    rig.close();

    assertThat(rig.isReleased()).isTrue();
  }

  @Test
  void shouldHaveNothingInFlightOrPendingAfterClose() {
    rig.takeOnly(1);
    rig.publish(3);
    rig.kick();
    rig.close();

    assertThat(rig.port.inFlight()).isZero();
    assertThat(rig.port.pending()).isZero();
    assertThat(rig.reap()).isZero();
  }

  @Test
  void shouldDoNothingOnAFurtherClose() {
    rig.takeOnly(1);
    rig.publish(3);
    rig.kick();
    rig.close();
    List<String> outcomes = new ArrayList<>();

    rig.port.close((frame, outcome) -> outcomes.add(frame + " " + outcome));

    assertThat(outcomes).isEmpty();
  }

  @Test
  void shouldTellTheTruthOfEveryPacketInRandomWeather() {
    RandomSequences.run(
        50,
        random -> {
          try (PortRig fresh = kind.get()) {
            playRandomWeather(fresh, random);
          }
        });
  }

  private static void playRandomWeather(PortRig rig, Random random) {
    int[] numberInFrame = new int[FRAMES];
    Map<SendOutcome, Set<String>> ends =
        Map.of(COMPLETED, new TreeSet<>(), DROPPED, new TreeSet<>());
    FrameOutcomes outcomes =
        (frame, outcome) -> {
          assertThat(ends).containsKey(outcome);
          String packet = numberInFrame[frame] + ":" + rig.packetBytes;
          assertThat(ends.get(outcome).add(packet)).as("first end of its packet").isTrue();
        };
    int sent = 0;
    for (int step = 0; step < 200; step++) {
      int size = rig.port.room(Math.min(random.nextInt(6), rig.port.freeFrames()));
      int[] window = new int[size];
      for (int i = 0; i < size; i++, sent++) {
        window[i] = rig.write(sent);
        numberInFrame[window[i]] = sent;
      }
      IntStream.range(0, size)
          .forEach(i -> rig.port.put(window[i], rig.packetBytes, i != size - 1));
      if (size > 0) {
        rig.port.submit();
      }
      rig.changeWeather(random);
      if (rig.port.needsKick()) {
        rig.kick();
      }
      rig.port.reap(outcomes);
      assertThat(rig.port.freeFrames() + rig.port.inFlight()).isEqualTo(FRAMES);
    }
    for (int kick = 0; kick < 100 && rig.port.inFlight() > 0; kick++) {
      rig.clearWeather();
      rig.kickAll();
      rig.port.reap(outcomes);
    }

    assertThat(rig.port.freeFrames()).isEqualTo(FRAMES);
    assertThat(ends.get(COMPLETED)).isEqualTo(new TreeSet<>(rig.delivered));
    assertThat(ends.get(DROPPED)).doesNotContainAnyElementsOf(rig.delivered);
    assertThat(ends.get(COMPLETED).size() + ends.get(DROPPED).size()).isEqualTo(sent);
  }
}
