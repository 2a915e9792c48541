package reactor.xsk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.SendOutcome.COMPLETED;
import static reactor.xsk.SendOutcome.DROPPED;
import static reactor.xsk.SendOutcome.FAILED;
import static reactor.xsk.SendOutcome.LOST;
import static reactor.xsk.internal.port.PortFixture.FRAMES;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.xsk.internal.port.TxPort.KickResult;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;
import reactor.xsk.virtual.VirtualRelease;

/** An EBUSY marks the packet that was dropped, and no other. */
class XskPortDropTest {

  private PortFixture fixture = new PortFixture(UnaryOperator.identity());

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @EnumSource
  void shouldCallTheRightPacketDroppedBehindOthersThatWereSent(VirtualRelease release) {
    restart(it -> it.release(release));
    int[] frames = fixture.publish(5);
    fixture.kernel.onNextKicks(VirtualFault.busy().after(2));

    assertThat(fixture.port.kick()).isEqualTo(KickResult.DROPPED);
    assertThat(fixture.port.kick()).isEqualTo(KickResult.DONE);

    fixture.reap();
    assertThat(fixture.outcomes.framesThatAre(DROPPED)).containsExactly(frames[2]);
    assertThat(fixture.outcomes.framesThatAre(COMPLETED)).hasSize(4);
    assertThat(fixture.port.freeFrames()).isEqualTo(FRAMES);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCallTheRightPacketDroppedWhileOthersAreStillOut(VirtualRelease release) {
    restart(it -> it.release(release).completions(VirtualCompletions.onDemand()));
    int[] frames = fixture.publish(6);
    fixture.kernel.onNextKicks(VirtualFault.busy().after(2), VirtualFault.busy().after(1));
    fixture.port.kick();
    fixture.port.kick();
    fixture.port.kick();
    fixture.kernel.complete(FRAMES);

    fixture.reap();

    assertThat(fixture.outcomes.framesThatAre(DROPPED)).containsExactly(frames[2], frames[4]);
    assertThat(fixture.outcomes.framesThatAre(COMPLETED)).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCallTheRightPacketDroppedWhenOlderOnesHaveNotBeenTakenBack(VirtualRelease release) {
    restart(it -> it.release(release));
    int[] first = fixture.publish(3);
    fixture.port.kick();
    int[] second = fixture.publish(3);
    fixture.kernel.onNextKicks(VirtualFault.busy().after(1));

    fixture.port.kick();
    fixture.port.kick();
    fixture.reap();

    assertThat(fixture.outcomes.framesThatAre(DROPPED)).containsExactly(second[1]);
    assertThat(fixture.outcomes.framesThatAre(COMPLETED)).contains(first[0], first[1], first[2]);
  }

  @Test
  void shouldPutNoMoreIntoTheRingThanAKickTakesWhereItsIndexLags() {
    restart(it -> it.release(VirtualRelease.LINUX_6_1));

    assertThat(fixture.port.longestWindow()).isEqualTo(32);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCallEveryPacketDroppedThatAKickFoundWithoutCarrier(VirtualRelease release) {
    restart(it -> it.release(release));
    int[] frames = fixture.publish(5);
    fixture.kernel.setCarrier(false);
    fixture.port.kick();
    fixture.port.kick();
    fixture.kernel.setCarrier(true);
    fixture.port.kick();

    fixture.reap();

    assertThat(fixture.outcomes.framesThatAre(DROPPED)).containsExactly(frames[0], frames[1]);
    assertThat(fixture.outcomes.framesThatAre(COMPLETED))
        .containsExactly(frames[2], frames[3], frames[4]);
  }

  @Test
  void shouldRememberADropUntilTheFrameComesBack() {
    restart(it -> it.completions(VirtualCompletions.onDemand()));
    int[] frames = fixture.publish(2);
    fixture.kernel.onNextKicks(VirtualFault.busy());
    fixture.port.kick();
    fixture.port.kick();
    assertThat(fixture.outcomes.byFrame).isEmpty();

    fixture.kernel.complete(2);
    fixture.reap();

    assertThat(fixture.outcomes.framesThatAre(DROPPED)).containsExactly(frames[0]);
  }

  @Test
  void shouldCallADescriptorFailedThatTheKernelRefused() {
    restart(it -> it.completions(VirtualCompletions.onDemand()));
    int[] frames = fixture.publish(3);
    fixture.kernel.refuseDescriptors(1);

    fixture.port.kick();
    fixture.port.kick();
    fixture.kernel.complete(FRAMES);
    fixture.reap();

    assertThat(fixture.outcomes.framesThatAre(FAILED)).containsExactly(frames[0]);
    assertThat(fixture.outcomes.framesThatAre(COMPLETED)).containsExactly(frames[1], frames[2]);
  }

  @Test
  void shouldCallARefusedDescriptorLostWhoseFrameAnOlderKernelKeeps() {
    restart(it -> it.olderKernel().completions(VirtualCompletions.onDemand()));
    int[] frames = fixture.publish(3);
    fixture.kernel.refuseDescriptors(1);

    fixture.port.kick();
    fixture.port.kick();
    fixture.kernel.complete(FRAMES);
    fixture.reap();
    fixture.close();

    assertThat(fixture.outcomes.framesThatAre(LOST)).containsExactly(frames[0]);
    assertThat(fixture.outcomes.framesThatAre(COMPLETED)).containsExactly(frames[1], frames[2]);
  }

  private void restart(UnaryOperator<VirtualKernel.Builder> settings) {
    fixture.close();
    fixture = new PortFixture(settings);
  }
}
