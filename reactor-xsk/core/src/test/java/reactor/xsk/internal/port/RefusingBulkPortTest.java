package reactor.xsk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.xsk.internal.bpf.FakeBpf;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.port.TxPort.KickResult;

/** The port over an interface that took packets and takes none any more. */
class RefusingBulkPortTest {

  private static final int FRAMES = 64;
  private static final String ONE_PACKET = "run xsk_transmit 1 of 64";

  private final FakeBpf kernel = new FakeBpf();
  private final BulkPort port =
      new BulkPort(kernel.device(FRAMES, 32), new FrameGeometry(FRAMES, 2_048));
  private final List<String> outcomes = new ArrayList<>();

  @Test
  void shouldWaitWithoutLosingAPacketWhileTheInterfaceSaysThatItTakesNone() {
    refuseInMidCall(95);
    kernel.probes.clear();
    kernel.probes.add(95);
    kernel.names.clear();

    for (int i = 0; i < 100; i++) {
      assertThat(port.isLinkUp()).isFalse();
    }

    assertThat(port.refusal()).isNotNull().hasMessageContaining("gro on");
    assertThat(kernel.names).as("packets that were tried").doesNotContain(ONE_PACKET);
    assertThat(port.pending()).isEqualTo(2);
  }

  @Test
  void shouldGoOnWithTheRestOnceTheInterfaceTakesPacketsAgain() {
    refuseInMidCall(95);
    kernel.probes.clear();
    kernel.probes.add(95);
    assertThat(port.isLinkUp()).isFalse();

    kernel.probes.clear();
    kernel.probes.add(90);

    assertThat(port.isLinkUp()).isTrue();
    assertThat(port.refusal()).isNull();
    port.kick();
    assertThat(reap()).containsExactly("2 COMPLETED", "3 COMPLETED");
  }

  /** The interface says that it takes frames, and its driver refuses each. */
  @Test
  void shouldTryOnePacketMoreAndMoreSeldomWhereTheAnswerIsNotTrue() {
    kernel.runs.add(
        (call, repeat) -> {
          call.drops(2, 6);
          return 0;
        });
    put(60, 60, 60, 60, 60, 60, 60, 60);
    port.kick();
    reap();
    for (int i = 0; i < 6; i++) {
      kernel.runs.add(
          (call, repeat) -> {
            call.drops(1, 6);
            return 0;
          });
    }
    kernel.names.clear();

    for (int i = 0; i < 16; i++) {
      assertThat(port.isLinkUp()).isFalse();
    }

    assertThat(kernel.names).filteredOn(ONE_PACKET::equals).as("at 1, 2, 4, 8, 16").hasSize(5);
    assertThat(port.pending()).isEqualTo(1);
  }

  @Test
  void shouldTakeENXIOForTheLinkWhileThatIsDown() {
    refuseInMidCall(6);
    kernel.interfaceFlags = 0;

    assertThat(port.isLinkUp()).isFalse();
    assertThat(port.refusal()).isNull();

    kernel.interfaceFlags = 0x41;
    assertThat(port.isLinkUp()).isTrue();
  }

  @Test
  void shouldGiveBackTheFirstOfThePacketsThatWereNotTakenForAnotherPort() {
    refuseInMidCall(95);

    assertThat(port.withdraw(1, frame -> outcomes.add(frame + " withdrawn"))).isEqualTo(1);

    port.close((frame, outcome) -> outcomes.add(frame + " " + outcome));
    assertThat(outcomes).containsExactly("0 DROPPED", "1 DROPPED", "2 withdrawn", "3 FAILED");
    assertThat(port.freeFrames()).isEqualTo(FRAMES);
  }

  /** Of four packets two are dropped with this errno. */
  private void refuseInMidCall(int errno) {
    kernel.runs.add(
        (call, repeat) -> {
          call.drops(2, errno);
          return 0;
        });
    put(60, 60, 60, 60);
    assertThat(port.kick()).isEqualTo(KickResult.REFUSED);
    assertThat(reap()).containsExactly("0 DROPPED", "1 DROPPED");
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
    return List.copyOf(outcomes.subList(before, before + count));
  }
}
