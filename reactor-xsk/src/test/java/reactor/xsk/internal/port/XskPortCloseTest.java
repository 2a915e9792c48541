package reactor.xsk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.SendOutcome.COMPLETED;
import static reactor.xsk.SendOutcome.DROPPED;
import static reactor.xsk.SendOutcome.FAILED;
import static reactor.xsk.SendOutcome.LOST;
import static reactor.xsk.internal.port.PortFixture.FRAMES;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.internal.linux.SocketPlan.Binding;
import reactor.xsk.internal.model.VirtualKernels;
import reactor.xsk.support.RandomSequences;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;

/** Every frame comes to exactly one end, the right one: in random weather, and at close. */
class XskPortCloseTest {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldReclaimWhatWasNotTakenAsFailedAndWhatWasTakenAsLost(boolean older) {
    PortFixture fixture = withHeldCompletions(older);
    int[] frames = fixture.publish(5);
    fixture.kernel.onNextKicks(VirtualFault.takeOnly(3));
    fixture.port.kick();

    fixture.close();

    assertThat(fixture.outcomes.framesThatAre(LOST))
        .containsExactly(frames[0], frames[1], frames[2]);
    assertThat(fixture.outcomes.framesThatAre(FAILED)).containsExactly(frames[3], frames[4]);
    assertThat(fixture.port.freeFrames()).isEqualTo(FRAMES);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldReclaimADroppedPacketAsDroppedAlsoWhenTheIndexLags(boolean older) {
    PortFixture fixture = withHeldCompletions(older);
    int[] frames = fixture.publish(4);
    fixture.kernel.setCarrier(false);
    fixture.port.kick();
    fixture.port.kick();

    fixture.close();

    assertThat(fixture.outcomes.framesThatAre(DROPPED)).containsExactly(frames[0], frames[1]);
    assertThat(fixture.outcomes.framesThatAre(FAILED)).containsExactly(frames[2], frames[3]);
    assertThat(fixture.port.freeFrames()).isEqualTo(FRAMES);
  }

  @Test
  void shouldReclaimWhatWasPutAndNeverSubmittedAsFailed() {
    PortFixture fixture = withHeldCompletions(false);
    int[] frames = fixture.put(2);

    fixture.close();

    assertThat(fixture.outcomes.framesThatAre(FAILED)).containsExactly(frames[0], frames[1]);
  }

  @Test
  void shouldReclaimEverythingAsFailedWhenTheWholeRingIsUntaken() {
    PortFixture fixture = withHeldCompletions(false);
    fixture.publish(FRAMES);

    fixture.close();

    assertThat(fixture.outcomes.framesThatAre(FAILED)).hasSize(FRAMES);
  }

  @Test
  void shouldSayNothingWhenNothingIsInFlight() {
    PortFixture fixture = new PortFixture(it -> it);
    fixture.publish(2);
    fixture.port.kick();
    fixture.reap();
    fixture.outcomes.byFrame.clear();

    fixture.close();

    assertThat(fixture.outcomes.byFrame).isEmpty();
  }

  @Test
  void shouldLetGoOfTheQueueByClosing() {
    PortFixture fixture = new PortFixture(it -> it);

    fixture.close();

    SocketPlan samePlan = new SocketPlan("virt0", 0, Binding.AUTO, 8, 2_048, 8, 8);
    VirtualKernels.of(fixture.kernel).open(samePlan).close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldTellTheTruthOfEveryPacketInRandomWeather(boolean older) {
    RandomSequences.run(100, random -> playRandomWeather(random, older));
  }

  private static void playRandomWeather(Random random, boolean older) {
    Set<Integer> delivered = new TreeSet<>();
    PortFixture fixture =
        new PortFixture(
            it ->
                (older ? it.olderKernel() : it)
                    .onPacket(packet -> delivered.add(PortFixture.numberOf(packet))));
    int[] numberInFrame = new int[FRAMES];
    Set<Integer> completed = new TreeSet<>();
    Set<Integer> dropped = new TreeSet<>();
    FrameOutcomes outcomes =
        (frame, outcome) -> {
          Set<Integer> numbers = outcome == DROPPED ? dropped : completed;
          assertThat(outcome).isIn(COMPLETED, DROPPED);
          assertThat(numbers.add(numberInFrame[frame])).as("first end of its packet").isTrue();
        };
    int sent = 0;
    for (int step = 0; step < 200; step++) {
      List<Integer> window = new ArrayList<>();
      int size = fixture.port.reserve(Math.min(random.nextInt(6), fixture.port.freeFrames()));
      for (int i = 0; i < size; i++, sent++) {
        int frame = fixture.write(sent);
        numberInFrame[frame] = sent;
        window.add(frame);
      }
      for (int i = 0; i < size; i++) {
        fixture.port.put(window.get(i), PortFixture.PACKET_BYTES, i != size - 1);
      }
      fixture.port.submit();
      changeWeather(fixture, random);
      if (fixture.port.needsKick()) {
        fixture.port.kick();
      }
      fixture.kernel.complete(random.nextInt(4));
      fixture.port.reap(outcomes);
    }
    drain(fixture, outcomes);

    assertThat(fixture.port.freeFrames()).isEqualTo(FRAMES);
    assertThat(completed).isEqualTo(delivered);
    assertThat(dropped).doesNotContainAnyElementsOf(delivered);
    assertThat(completed.size() + dropped.size()).isEqualTo(sent);
    assertThat(fixture.kernel.counters().dropped()).isEqualTo(dropped.size());
    fixture.close();
  }

  private static void changeWeather(PortFixture fixture, Random random) {
    switch (random.nextInt(8)) {
      case 0 -> fixture.kernel.onNextKicks(VirtualFault.busy().after(random.nextInt(4)));
      case 1 -> fixture.kernel.onNextKicks(VirtualFault.takeOnly(random.nextInt(4)));
      case 2 -> fixture.kernel.onNextKicks(VirtualFault.stall());
      case 3 -> fixture.kernel.onNextKicks(VirtualFault.noBuffers(), VirtualFault.netDown());
      case 4 -> fixture.kernel.setCarrier(random.nextBoolean());
      case 5 -> fixture.kernel.setCompletions(VirtualCompletions.onDemand());
      case 6 -> fixture.kernel.setCompletions(VirtualCompletions.immediate().reversed());
      default -> fixture.kernel.setCarrier(true);
    }
  }

  private static void drain(PortFixture fixture, FrameOutcomes outcomes) {
    fixture.kernel.setCarrier(true);
    for (int kick = 0; kick < 1_000 && fixture.port.inFlight() > 0; kick++) {
      if (fixture.port.needsKick()) {
        fixture.port.kick();
      }
      fixture.kernel.complete(FRAMES);
      fixture.port.reap(outcomes);
    }
  }

  private static PortFixture withHeldCompletions(boolean older) {
    return new PortFixture(
        it -> (older ? it.olderKernel() : it).completions(VirtualCompletions.onDemand()));
  }
}
