package reactor.xsk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.XskException;
import reactor.xsk.internal.bpf.FakeBpf;
import reactor.xsk.internal.bpf.FakeCall;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.port.TxPort.KickResult;

/**
 * The port where it could not be asked before whether the interface takes frames of XDP: on Linux
 * before 6.3, or with a large MTU.
 */
class UnprovenBulkPortTest {

  private static final int FRAMES = 64;

  private final FakeBpf kernel = new FakeBpf();
  private final List<String> outcomes = new ArrayList<>();
  private BulkPort port = newPort();

  @BeforeEach
  void openOnAnOlderKernel() {
    kernel.knowsFeatures = false;
    port = newPort();
  }

  private BulkPort newPort() {
    return new BulkPort(kernel.device(FRAMES, 32), new FrameGeometry(FRAMES, 2_048));
  }

  @ParameterizedTest
  @CsvSource({"95, EOPNOTSUPP", "6, ENXIO"})
  void shouldFailAtTheFirstPacketsIfTheDeviceTakesNone(int errno, String errnoName) {
    theRun(call -> call.drops(2, errno));
    put(4);

    XskException failure = catchThrowableOfType(XskException.class, port::kick);

    assertThat(failure.operation()).isEqualTo("redirect(interface)");
    assertThat(failure.reason()).isEqualTo(errnoName);
    assertThat(failure.hint()).contains("gro on");
  }

  @Test
  void shouldTellWhatBecameOfEachPacketWhenItFails() {
    theRun(call -> call.drops(2, 95));
    put(4);
    catchThrowableOfType(XskException.class, port::kick);

    port.close((frame, outcome) -> outcomes.add(frame + " " + outcome));

    assertThat(outcomes).containsExactly("0 DROPPED", "1 DROPPED", "2 FAILED", "3 FAILED");
  }

  @Test
  void shouldFailIfTheKernelFindsNoFunctionForFramesInTheDriver() {
    theRun(call -> call.refuses(95));
    put(1);

    assertThat(catchThrowableOfType(XskException.class, port::kick)).isNotNull();
  }

  @Test
  void shouldGoOnOnceTheDeviceHasTakenAPacket() {
    put(4);
    port.kick();
    reap();
    theRun(call -> call.drops(2, 6));
    put(2);

    assertThat(port.isProven()).isTrue();
    assertThat(port.kick()).isEqualTo(KickResult.REFUSED);
    assertThat(reap()).endsWith("3 DROPPED", "2 DROPPED");
  }

  /** ENXIO is also what veth says while its peer is down; here it is the interface that is. */
  @Test
  void shouldWaitForTheLinkBeforeItJudges() {
    kernel.interfaceFlags = 0;
    theRun(call -> call.drops(2, 6));
    put(2);

    assertThat(port.kick()).isEqualTo(KickResult.REFUSED);
    assertThat(port.isProven()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 90, 100})
  void shouldNotTakeAnotherRefusalForAnAnswer(int errno) {
    theRun(call -> call.drops(2, errno));
    put(2);

    assertThat(port.kick()).isEqualTo(KickResult.REFUSED);
    assertThat(port.isProven()).isFalse();
  }

  private void theRun(Consumer<FakeCall> script) {
    kernel.runs.add(
        (call, repeat) -> {
          script.accept(call);
          return 0;
        });
  }

  private void put(int packets) {
    for (int i = 0; i < packets; i++) {
      port.put(port.acquire(), 60, i < packets - 1);
    }
    port.submit();
  }

  private List<String> reap() {
    port.reap((frame, outcome) -> outcomes.add(frame + " " + outcome));
    return outcomes;
  }
}
