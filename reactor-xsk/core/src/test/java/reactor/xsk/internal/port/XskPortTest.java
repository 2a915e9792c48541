package reactor.xsk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static reactor.xsk.SendOutcome.COMPLETED;
import static reactor.xsk.internal.port.PortFixture.FRAMES;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.internal.linux.SocketPlan.Binding;
import reactor.xsk.internal.linux.SocketPlans;
import reactor.xsk.internal.linux.XskSocket;
import reactor.xsk.internal.model.VirtualKernels;
import reactor.xsk.internal.port.TxPort.KickResult;
import reactor.xsk.internal.ring.RingCells;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualDescriptor;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** The port over the model: what {@link PortContract} does not ask of every port. */
class XskPortTest {

  private PortFixture fixture = new PortFixture(UnaryOperator.identity());

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void shouldSayThatItsKernelIsVirtual() {
    assertThat(fixture.port.mode()).isEqualTo(XskMode.VIRTUAL);
  }

  @Test
  void shouldDescribeEachPacketWithItsAddressLengthAndMore() {
    restart(VirtualKernel.Builder::traceDescriptors);
    int[] frames = fixture.publish(2);

    fixture.port.kick();

    assertThat(fixture.kernel.trace())
        .extracting(
            VirtualDescriptor::umemAddress, VirtualDescriptor::lengthBytes, VirtualDescriptor::more)
        .containsExactly(tuple(frames[0] * 2_048L, 60, true), tuple(frames[1] * 2_048L, 60, false));
  }

  @Test
  void shouldReserveWhatIsFreeInTheRing() {
    fixture.publish(5);

    assertThat(fixture.port.room(FRAMES)).isEqualTo(FRAMES - 5);
  }

  @Test
  void shouldReapOnlyWhatHasCompleted() {
    restart(it -> it.completions(VirtualCompletions.onDemand()));
    int[] frames = fixture.publish(3);
    fixture.port.kick();
    fixture.kernel.complete(2);

    assertThat(fixture.reap()).isEqualTo(2);
    assertThat(fixture.reap()).isZero();

    assertThat(fixture.outcomes.byFrame).containsOnlyKeys(frames[0], frames[1]);
    assertThat(fixture.port.inFlight()).isEqualTo(1);
  }

  @Test
  void shouldReapInAnyOrder() {
    restart(it -> it.completions(VirtualCompletions.immediate().reversed()));
    int[] frames = fixture.publish(3);
    fixture.port.kick();

    fixture.reap();

    assertThat(fixture.outcomes.framesThatAre(COMPLETED))
        .containsExactly(frames[2], frames[1], frames[0]);
  }

  @Test
  void shouldKeepALostFrameInFlight() {
    fixture.kernel.loseCompletions(1);
    fixture.publish(3);
    fixture.port.kick();

    assertThat(fixture.reap()).isEqualTo(2);
    assertThat(fixture.port.inFlight()).isEqualTo(1);
  }

  @Test
  void shouldRefuseARepeatedCompletionAndNameItsAddress() {
    fixture.kernel.repeatCompletions(1);
    fixture.publish(1);
    fixture.port.kick();

    assertThatThrownBy(fixture::reap)
        .isInstanceOf(XskException.class)
        .hasMessageContaining("address=0x0, frame=0, state=free");
  }

  @ParameterizedTest
  @ValueSource(longs = {2_049, FRAMES * 2_048, -2_048})
  void shouldRefuseTheCompletionOfAnAddressThatIsNoFrame(long address) {
    fixture.kernel.completeAddress(address);

    assertThatThrownBy(fixture::reap)
        .isInstanceOf(XskException.class)
        .hasMessageContaining("address=0x%x, frame=none", address);
  }

  @Test
  void shouldNeedNoKickWhenTheKernelWantsNone() {
    SocketPlan plan =
        SocketPlans.of("virt0", 0, Binding.COPY, FRAMES, 2_048, FRAMES, FRAMES, FRAMES);
    XskSocket socket = VirtualKernels.of(VirtualKernel.create()).open(plan);
    try (XskPort port = new XskPort(socket, XskMode.COPY, new FrameGeometry(FRAMES, 2_048), 1)) {
      port.put(port.acquire(), 60, false);
      port.submit();

      new RingCells(socket.txRing()).setFlagsOpaque(0);

      assertThat(port.pending()).isEqualTo(1);
      assertThat(port.needsKick()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"COPY, true", "ZERO_COPY, false"})
  void shouldGlanceAtTheLinkOnlyWhereNoKickSaysThatThereIsNone(XskMode mode, boolean seemsUp) {
    SocketPlan plan =
        SocketPlans.of("virt0", 0, Binding.COPY, FRAMES, 2_048, FRAMES, FRAMES, FRAMES);
    VirtualKernel kernel = VirtualKernel.create();
    XskSocket socket = VirtualKernels.of(kernel).open(plan);
    try (XskPort port = new XskPort(socket, mode, new FrameGeometry(FRAMES, 2_048), 1)) {
      kernel.setCarrier(false);

      assertThat(port.seemsUp()).isEqualTo(seemsUp);
      assertThat(port.isLinkUp()).isFalse();
    }
  }

  @Test
  void shouldStillHaveEverythingPendingWhenAKickAnswersZeroAndTakesNothing() {
    fixture.publish(5);
    fixture.kernel.onNextKicks(VirtualFault.stall());

    assertThat(fixture.port.kick()).isEqualTo(KickResult.DONE);

    assertThat(fixture.port.pending()).isEqualTo(5);
    assertThat(fixture.port.needsKick()).isTrue();
  }

  // beside those that pass for every port: ENETDOWN 100, ENOBUFS 105
  @ParameterizedTest
  @CsvSource({"100, LINK_DOWN", "105, AGAIN"})
  void shouldGoOnAfterAnErrnoOfItsOwnThatPasses(int errno, KickResult result) {
    fixture.publish(2);
    fixture.kernel.onNextKicks(VirtualFault.errno(errno));

    assertThat(fixture.port.kick()).isEqualTo(result);

    assertThat(fixture.port.kick()).isEqualTo(KickResult.DONE);
    assertThat(fixture.reap()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"6, ENXIO", "95, EOPNOTSUPP"})
  void shouldNameTheCallAndItsErrnoWhenItFails(int errno, String name) {
    fixture.kernel.onNextKicks(VirtualFault.errno(errno));

    assertThatThrownBy(fixture.port::kick)
        .isInstanceOf(XskException.class)
        .hasMessageStartingWith(
            "sendto(AF_XDP) failed: %s (%d): interface=virt0, ifindex=1, queue=0 — ", name, errno);
  }

  @Test
  void shouldBeDownWhileTheInterfaceIsDown() {
    fixture.kernel.setInterfaceUp(false);

    assertThat(fixture.port.isLinkUp()).isFalse();
    assertThat(fixture.port.kick()).isEqualTo(KickResult.LINK_DOWN);

    fixture.kernel.setInterfaceUp(true);
    assertThat(fixture.port.isLinkUp()).isTrue();
  }

  @Test
  void shouldBeDownWithoutCarrier() {
    fixture.kernel.setCarrier(false);

    assertThat(fixture.port.isLinkUp()).isFalse();
  }

  private void restart(UnaryOperator<VirtualKernel.Builder> settings) {
    fixture.close();
    fixture = new PortFixture(settings);
  }
}
