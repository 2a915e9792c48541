package reactor.xsk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.SendOutcome.DROPPED;
import static reactor.xsk.SendOutcome.FAILED;
import static reactor.xsk.SendOutcome.LOST;
import static reactor.xsk.internal.port.PortFixture.FRAMES;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualRelease;

/** What close() says of frames that the kernel has not completed. */
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
  void shouldSayThatItIsUnknownWhatAKernelHasTakenWhoseIndexLags() {
    PortFixture fixture =
        new PortFixture(
            it -> it.release(VirtualRelease.LINUX_6_1).completions(VirtualCompletions.onDemand()));
    fixture.publish(5);
    fixture.kernel.onNextKicks(VirtualFault.takeOnly(3));
    fixture.port.kick();

    fixture.close();

    assertThat(fixture.outcomes.framesThatAre(LOST)).hasSize(5);
    assertThat(fixture.port.freeFrames()).isEqualTo(FRAMES);
  }

  private static PortFixture withHeldCompletions(boolean older) {
    return new PortFixture(
        it -> (older ? it.olderKernel() : it).completions(VirtualCompletions.onDemand()));
  }
}
