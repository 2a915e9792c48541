package reactor.xsk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskPacketException;
import reactor.xsk.internal.bpf.FakeBpf;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.port.TxPort.FrameOutcomes;
import reactor.xsk.internal.port.TxPort.KickResult;

/**
 * The port over a kernel that runs no program: what each run does is written in the test. What is
 * asked of every port is in {@link PortContract}.
 */
class BulkPortTest {

  private static final int FRAMES = 64;
  private static final int WINDOW = 32;

  private final FakeBpf kernel = new FakeBpf();
  private final BulkPort port =
      new BulkPort(kernel.device(FRAMES, WINDOW), new FrameGeometry(FRAMES, 2_048));
  private final List<String> outcomes = new ArrayList<>();

  @Test
  void shouldGiveTheKernelAWindowWithOneCall() {
    kernel.names.clear();
    put(60, 1_514, 14);

    assertThat(port.kick()).isEqualTo(KickResult.DONE);

    assertThat(kernel.names).containsExactly("run xsk_transmit 3 of 1536");
    assertThat(reap()).containsExactly("0 COMPLETED", "1 COMPLETED", "2 COMPLETED");
    assertThat(port.freeFrames()).isEqualTo(FRAMES);
  }

  @Test
  void shouldRunOverFramesOfWholeBlocksThatHoldTheLongestPacket() {
    put(1_514);
    port.kick();
    reap();
    kernel.names.clear();
    put(60);

    port.kick();

    assertThat(kernel.names).containsExactly("run xsk_transmit 1 of 64");
  }

  @Test
  void shouldReportWhatTheDriverDidNotTakeByItsPlace() {
    kernel.runs.add(
        (call, repeat) -> {
          call.takes(1).drops(2).takes(1);
          return 0;
        });
    put(60, 60, 60, 60);

    assertThat(port.kick()).isEqualTo(KickResult.REFUSED);

    assertThat(reap()).containsExactly("0 COMPLETED", "1 DROPPED", "2 DROPPED", "3 COMPLETED");
  }

  @Test
  void shouldKeepTheRestForAnotherCallWhenTheDeviceRefuses() {
    kernel.runs.add(
        (call, repeat) -> {
          call.drops(2);
          return 0;
        });
    put(60, 60, 60, 60);

    assertThat(port.kick()).isEqualTo(KickResult.REFUSED);
    assertThat(reap()).containsExactly("0 DROPPED", "1 DROPPED");
    assertThat(port.pending()).isEqualTo(2);
    assertThat(port.kick()).as("without a further refusal").isEqualTo(KickResult.DONE);
    assertThat(reap()).containsExactly("2 COMPLETED", "3 COMPLETED");
  }

  @Test
  void shouldNotHaltWhereOnlyAPacketIsTooLong() {
    kernel.runs.add(
        (call, repeat) -> {
          call.refuses(90);
          call.takes(1);
          return 0;
        });
    put(1_000, 60);

    assertThat(port.kick()).isEqualTo(KickResult.DONE);
    assertThat(reap()).containsExactly("0 DROPPED", "1 COMPLETED");
  }

  @Test
  void shouldSayWhyARefusedPacketWasDropped() {
    kernel.runs.add(
        (call, repeat) -> {
          call.refuses(100);
          return 0;
        });
    put(60);
    port.kick();

    XskPacketException cause = port.dropCause(60);

    assertThat(reap()).containsExactly("0 DROPPED");
    assertThat(cause.operation()).isEqualTo("ndo_xdp_xmit");
    assertThat(cause.reason()).isEqualTo("ENETDOWN");
    assertThat(cause.values()).contains("length=60", "interface=eth9");
    assertThat(cause.hint()).contains("up");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 11, 12, 28})
  void shouldGoOnByTheCursorAfterAPartOfTheWindow(int errno) {
    kernel.runs.add(
        (call, repeat) -> {
          call.takes(2);
          return -errno;
        });
    put(60, 60, 60, 60, 1_000);
    kernel.names.clear();

    assertThat(port.kick()).isEqualTo(KickResult.AGAIN);
    assertThat(port.pending()).isEqualTo(3);
    assertThat(port.needsKick()).isTrue();
    assertThat(reap()).containsExactly("0 COMPLETED", "1 COMPLETED");
    assertThat(port.inFlight()).isEqualTo(3);
    assertThat(port.room(1)).as("room while a window is on its way").isZero();
    outcomes.clear();

    assertThat(port.kick()).isEqualTo(KickResult.DONE);
    assertThat(reap()).containsExactly("2 COMPLETED", "3 COMPLETED", "4 COMPLETED");
    assertThat(kernel.names)
        .containsExactly("run xsk_transmit 5 of 1024", "run xsk_transmit 3 of 1024");
    assertThat(port.inFlight()).isZero();
    assertThat(port.room(WINDOW)).isEqualTo(WINDOW);
  }

  @Test
  void shouldSayLostWhereTheKernelToldNothingOfAPacket() {
    kernel.runs.add(
        (call, repeat) -> {
          call.takes(2);
          call.memory().set(java.lang.foreign.ValueLayout.JAVA_INT, 16, 1);
          return 0;
        });
    put(60, 60);
    port.kick();

    assertThat(reap()).containsExactly("0 COMPLETED", "1 LOST");
  }

  @Test
  void shouldFailWithENXIOAndGiveBackWhatWasNotSentWhenTheInterfaceIsGone() {
    kernel.runs.add(
        (call, repeat) -> {
          call.takes(1).isGone();
          return 0;
        });
    put(60, 60, 60);

    assertThatExceptionOfType(XskException.class)
        .isThrownBy(port::kick)
        .satisfies(failure -> assertThat(failure.errno()).isEqualTo(6));

    port.close((frame, outcome) -> outcomes.add(frame + " " + outcome));
    assertThat(outcomes).containsExactly("0 COMPLETED", "1 FAILED", "2 FAILED");
  }

  @Test
  void shouldFailWhenTheKernelCannotRunAtAll() {
    kernel.runs.add((call, repeat) -> -22);
    put(60);

    assertThatExceptionOfType(XskException.class)
        .isThrownBy(port::kick)
        .satisfies(
            failure -> {
              assertThat(failure.operation()).isEqualTo("bpf(BPF_PROG_RUN)");
              assertThat(failure.errno()).isEqualTo(22);
              assertThat(failure.values()).contains("interface=eth9", "packets=1");
            });
  }

  @Test
  void shouldNotCallTheKernelWithoutPackets() {
    kernel.names.clear();

    assertThat(port.needsKick()).isFalse();
    assertThat(port.kick()).isEqualTo(KickResult.DONE);
    assertThat(port.reap(FrameOutcomes.IGNORE)).isZero();
    assertThat(kernel.names).isEmpty();
  }

  @Test
  void shouldHaveRoomForOneCallUntilItIsMade() {
    assertThat(port.room(1_000)).isEqualTo(WINDOW);
    put(60, 60);

    assertThat(port.room(1_000)).isEqualTo(WINDOW - 2);
    assertThat(port.canGather(WINDOW - 2)).isTrue();
    assertThat(port.canGather(WINDOW - 1)).isFalse();

    port.kick();
    assertThat(port.room(1_000)).isZero();
  }

  @Test
  void shouldCarryWindowsThatWereSubmittedOneByOneWithOneCall() {
    kernel.names.clear();
    put(60, 60);
    put(60);

    port.kick();

    assertThat(kernel.names).containsExactly("run xsk_transmit 3 of 64");
    assertThat(reap()).containsExactly("0 COMPLETED", "1 COMPLETED", "2 COMPLETED");
  }

  @Test
  void shouldGiveBackOnCloseWhatWasNotSent() {
    kernel.runs.add(
        (call, repeat) -> {
          call.takes(1);
          return -4;
        });
    put(60, 60, 60);
    port.kick();

    port.close((frame, outcome) -> outcomes.add(frame + " " + outcome));

    assertThat(outcomes).containsExactly("0 COMPLETED", "1 FAILED", "2 FAILED");
    assertThat(kernel.open).isEmpty();
    assertThat(port.freeFrames()).isEqualTo(FRAMES);
  }

  @Test
  void shouldSayWhatItIs() {
    assertThat(port.mode()).isEqualTo(XskMode.BULK);
    assertThat(port.maxPacketBytes()).isEqualTo(1_514);
    assertThat(port.frameCount()).isEqualTo(FRAMES);
    assertThat(port.frame(port.acquire()).byteSize()).as("with a VLAN tag").isEqualTo(1_518);
    assertThat(port.isLinkUp()).isTrue();
    assertThat(port.diagnose()).contains("interface=eth9", "cursor=0");
  }

  private void put(int... lengths) {
    for (int i = 0; i < lengths.length; i++) {
      port.put(port.acquire(), lengths[i], i < lengths.length - 1);
    }
    port.submit();
  }

  private List<String> reap() {
    int before = outcomes.size();
    int count = port.reap((frame, outcome) -> outcomes.add(frame + " " + outcome));
    assertThat(outcomes).hasSize(before + count);
    return outcomes.subList(before, before + count);
  }
}
