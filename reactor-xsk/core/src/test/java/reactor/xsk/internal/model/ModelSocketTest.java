package reactor.xsk.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.xsk.internal.linux.LinkState;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;

/** The model does in a kick what net/xdp/xsk.c does in sendto(2). */
class ModelSocketTest {

  private static final int EAGAIN = -11;
  private static final int EBUSY = -16;
  private static final int ENXIO = -6;
  private static final int ENETDOWN = -100;

  @Test
  void shouldTakeThirtyTwoInOneKickAndSayAgain() {
    ModelFixture model = new ModelFixture(it -> it);
    model.publish(0, 40);

    assertThat(model.socket.kick()).isEqualTo(EAGAIN);
    assertThat(model.packets()).isEqualTo(32);
    assertThat(model.consumed()).isEqualTo(32);

    assertThat(model.socket.kick()).isZero();
    assertThat(model.packets()).isEqualTo(40);
  }

  @Test
  void shouldAnswerZeroWhenTheBudgetIsExactlyUsedUp() {
    ModelFixture model = new ModelFixture(it -> it);
    model.publish(0, 32);

    assertThat(model.socket.kick()).isZero();
  }

  @Test
  void shouldTakeAWholeWindowThatTheBudgetWasRaisedFor() {
    ModelFixture model = new ModelFixture(it -> it, 64);
    model.publish(0, 64);

    assertThat(model.socket.kick()).isZero();
    assertThat(model.packets()).isEqualTo(64);
  }

  @Test
  void shouldTakeNoMoreThanTheSendBufferHolds() {
    ModelFixture model =
        new ModelFixture(it -> it.sendBuffer(3).completions(VirtualCompletions.onDemand()));
    model.publish(0, 5);

    assertThat(model.socket.kick()).isEqualTo(EAGAIN);
    assertThat(model.packets()).isEqualTo(3);

    model.kernel.complete(1);
    assertThat(model.socket.kick()).isEqualTo(EAGAIN);
    assertThat(model.packets()).isEqualTo(4);
  }

  @Test
  void shouldTakeNoMoreThanTheCompletionRingHolds() {
    ModelFixture model = new ModelFixture(it -> it);
    for (int window = 0; window < 4; window++) {
      model.publish(window * 32, 32);
      assertThat(model.socket.kick()).isZero();
    }
    model.publish(0, 1);

    assertThat(model.socket.kick()).as("the completions have not been read").isEqualTo(EAGAIN);
    assertThat(model.completedFrames()).hasSize(128);
    assertThat(model.socket.kick()).isZero();
  }

  @Test
  void shouldAnswerZeroWhenThereIsNothingToDo() {
    assertThat(new ModelFixture(it -> it).socket.kick()).isZero();
  }

  @Test
  void shouldPlayFaultsInOrderAsOftenAsToldAndThenBeAsUsual() {
    ModelFixture model = new ModelFixture(it -> it);
    model.publish(0, 6);
    model.kernel.onNextKicks(VirtualFault.noBuffers().times(2), VirtualFault.takeOnly(2));
    model.kernel.onNextKicks(VirtualFault.stall(), VirtualFault.again());

    assertThat(List.of(model.socket.kick(), model.socket.kick())).containsOnly(-105);
    assertThat(model.socket.kick()).isEqualTo(EAGAIN);
    assertThat(model.packets()).isEqualTo(2);
    assertThat(model.socket.kick()).isZero();
    assertThat(model.socket.kick()).isEqualTo(EAGAIN);
    assertThat(model.packets()).isEqualTo(2);
    assertThat(model.socket.kick()).isZero();
    assertThat(model.packets()).isEqualTo(6);
  }

  @Test
  void shouldConsumeAndCompleteThePacketThatItIsBusyFor() {
    ModelFixture model = new ModelFixture(it -> it);
    model.publish(0, 4);
    model.kernel.onNextKicks(VirtualFault.busy().after(2));

    assertThat(model.socket.kick()).isEqualTo(EBUSY);

    assertThat(model.packets()).isEqualTo(2);
    assertThat(model.kernel.counters().dropped()).isEqualTo(1);
    assertThat(model.consumed()).isEqualTo(3);
    assertThat(model.completedFrames()).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void shouldNotBeBusyWhenNoPacketIsLeftToDrop() {
    ModelFixture model = new ModelFixture(it -> it);
    model.publish(0, 2);
    model.kernel.onNextKicks(VirtualFault.busy().after(2));

    assertThat(model.socket.kick()).isZero();

    assertThat(model.kernel.counters().dropped()).isZero();
  }

  @Test
  void shouldDropOnePacketPerKickWithoutCarrier() {
    ModelFixture model = new ModelFixture(it -> it);
    model.kernel.setCarrier(false);
    model.publish(0, 2);

    assertThat(model.socket.link()).isEqualTo(LinkState.DOWN);
    assertThat(model.socket.kick()).isEqualTo(EBUSY);
    assertThat(model.consumed()).isEqualTo(1);
    assertThat(model.socket.kick()).isEqualTo(EBUSY);
    assertThat(model.socket.kick()).as("nothing left to drop").isZero();
    assertThat(model.packets()).isZero();
    assertThat(model.completedFrames()).containsExactly(0, 1);
  }

  @Test
  void shouldTakeNothingWhileTheInterfaceIsDown() {
    ModelFixture model = new ModelFixture(it -> it);
    model.kernel.setInterfaceUp(false);
    model.publish(0, 2);

    assertThat(model.socket.link()).isEqualTo(LinkState.DOWN);
    assertThat(model.socket.kick()).isEqualTo(ENETDOWN);
    assertThat(model.consumed()).isZero();

    model.kernel.setInterfaceUp(true);
    assertThat(model.socket.link()).isEqualTo(LinkState.UP);
    assertThat(model.socket.kick()).isZero();
    assertThat(model.packets()).isEqualTo(2);
  }

  @Test
  void shouldBeUnboundForEverOnceTheInterfaceIsRemoved() {
    ModelFixture model = new ModelFixture(it -> it);
    model.publish(0, 1);
    model.kernel.removeInterface();

    assertThat(model.socket.link()).isEqualTo(LinkState.GONE);
    assertThat(model.socket.kick()).isEqualTo(ENXIO);
    assertThat(model.packets()).isZero();
  }
}
