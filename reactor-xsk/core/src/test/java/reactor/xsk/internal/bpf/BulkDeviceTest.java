package reactor.xsk.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.LinkState;

class BulkDeviceTest {

  private static final int EOPNOTSUPP = 95;
  private static final int ENOENT = 2;
  private static final int EMSGSIZE = 90;
  private static final int ENETDOWN = 100;

  private final FakeBpf kernel = new FakeBpf();

  /** A call, the errno it answers, the operation that the exception names, a word of its hint. */
  @ParameterizedTest
  @CsvSource({
    "socket,              24, socket(AF_UNIX),               ulimit -n",
    "SIOCGIFINDEX,        19, ioctl(SIOCGIFINDEX),           no such interface",
    "map xsk_call,       1, bpf(BPF_MAP_CREATE),           CAP_BPF",
    "mmap xsk_call,     12, mmap(BPF map),                 frameCount",
    "map xsk_frames,      12, bpf(BPF_MAP_CREATE),           frameCount",
    "map xsk_frames,      22, bpf(BPF_MAP_CREATE),           Linux 5.18",
    "mmap xsk_frames,     12, mmap(BPF map),                 frameCount",
    "map xsk_interface,   12, bpf(BPF_MAP_CREATE),           frameCount",
    "BPF_MAP_UPDATE_ELEM, 22, bpf(BPF_MAP_UPDATE_ELEM),      gone",
    "BPF_OBJ_GET_INFO_BY_FD, 22, bpf(BPF_OBJ_GET_INFO_BY_FD), COPY",
    "program xsk_offered,  1, bpf(BPF_PROG_LOAD),            CAP_PERFMON",
    "program xsk_offered, 13, bpf(BPF_PROG_LOAD),            BTF",
    "tracepoint xsk_offered, 22, bpf(BPF_RAW_TRACEPOINT_OPEN), BPF_EVENTS",
    "program xsk_refused, 13, bpf(BPF_PROG_LOAD),            BTF",
    "tracepoint xsk_refused, 22, bpf(BPF_RAW_TRACEPOINT_OPEN), BPF_EVENTS",
    "program xsk_transmit,13, bpf(BPF_PROG_LOAD),            BTF",
    "SIOCGIFMTU,          19, ioctl(interface),              ip link",
    "program xsk_probe,   13, bpf(BPF_PROG_LOAD),            BTF",
    "run xsk_probe,       22, bpf(BPF_PROG_RUN),             beyond its limits",
  })
  void shouldNameTheCallThatFailedAndLeaveNothingOpen(
      String call, int errno, String operation, String hint) {
    kernel.refuse(call, errno);

    XskException failure = failure();

    assertThat(failure.operation()).isEqualTo(operation);
    assertThat(failure.errno()).isEqualTo(errno);
    assertThat(failure.hint()).contains(hint);
    assertThat(kernel.open).isEmpty();
  }

  @Test
  void shouldShowTheLastWordsOfTheVerifier() {
    kernel.refuse("program xsk_transmit", 13);
    kernel.verifierLog = "x".repeat(5_000) + "R2 min value is negative";

    assertThat(failure().values())
        .startsWith("program=xsk_transmit, log=xxx")
        .endsWith("xxR2 min value is negative")
        .hasSizeLessThan(2_100);
  }

  @Test
  void shouldKeepTheProgramOnATapOfItsOwnAndLeaveTheTargetAlone() {
    kernel.device(64, 32);

    assertThat(kernel.names).contains("link 8").doesNotContain("link 7");
  }

  @ParameterizedTest
  @CsvSource({"/dev/net/tun, 2", "TUNSETIFF, 1", "link 8, 95"})
  void shouldPutTheProgramOntoTheTargetWhereThereIsNoTap(String call, int errno) {
    kernel.refuse(call, errno);

    BulkDevice device = kernel.device(64, 32);

    assertThat(kernel.names).contains("link 7");
    assertThat(kernel.open).as("nothing of the tap").hasSize(13);
    device.close();
    assertThat(kernel.open).isEmpty();
  }

  @Test
  void shouldPutTheProgramOntoTheTargetWhoseDriverDemandsOne() {
    kernel.probes.clear();
    kernel.probes.add(EOPNOTSUPP);
    kernel.probes.add(EMSGSIZE);

    kernel.device(64, 32);

    assertThat(kernel.names).contains("link 7").doesNotContain("link 8");
  }

  @Test
  void shouldSayHowVethTakesFramesWhereTheTargetTakesNone() {
    kernel.probes.clear();
    kernel.probes.add(EOPNOTSUPP);

    XskException failure = failure();

    assertThat(failure.errno()).isEqualTo(EOPNOTSUPP);
    assertThat(failure.hint()).contains("ethtool -K PEER gro on");
    assertThat(failure.values()).contains("interface=eth9");
    assertThat(kernel.open).isEmpty();
  }

  @Test
  void shouldNotDisplaceAProgramWhereThereIsNoTap() {
    kernel.refuse("/dev/net/tun", 2).refuse("link 7", 16);

    XskException failure = failure();

    assertThat(failure.operation()).isEqualTo("bpf(BPF_LINK_CREATE)");
    assertThat(failure.errno()).isEqualTo(16);
    assertThat(failure.hint()).contains("another XDP program");
    assertThat(kernel.open).isEmpty();
  }

  @Test
  void shouldOpenWhileTheLinkIsDown() {
    kernel.probes.clear();
    kernel.probes.add(ENETDOWN);

    kernel.device(64, 32);

    assertThat(kernel.names).contains("link 8");
  }

  @Test
  void shouldOfferAFrameThatIsTooLongSoThatTheProbeSendsNothing() {
    kernel.mtuBytes = 3_389;

    kernel.device(64, 32);

    assertThat(kernel.names).contains("run xsk_probe 1 of 3408");
  }

  /** Linux 6.1 with the fields of its xdp_page_head; CONFIG_MAX_SKB_FRAGS=45. */
  @ParameterizedTest
  @ValueSource(ints = {3_368, 2_960})
  void shouldKeepToTheFramesThatThisKernelTakes(int maxFrameBytes) {
    kernel.maxFrameBytes = maxFrameBytes;

    kernel.device(64, 32);
    assertThat(kernel.names).contains("run xsk_probe 1 of " + maxFrameBytes);

    kernel.mtuBytes = 9_000;
    assertThat(kernel.device(64, 32).maxPacketBytes()).isEqualTo(maxFrameBytes);
  }

  @Test
  void shouldKnowWhetherTheInterfaceTakesFramesWhereItCouldAsk() {
    assertThat(kernel.device(64, 32).isProven()).isTrue();
  }

  @Test
  void shouldNotProbeWhereNoFrameIsTooLong() {
    kernel.mtuBytes = 3_390;

    assertThat(kernel.device(64, 32).isProven()).isFalse();
    assertThat(kernel.names).doesNotContain("run xsk_probe 1 of 3408");
  }

  /** Linux before 6.3 looks at the length first: it would say yes of every interface. */
  @Test
  void shouldNotProbeWhereTheKernelKnowsNoFeatures() {
    kernel.knowsFeatures = false;

    assertThat(kernel.device(64, 32).isProven()).isFalse();
    assertThat(kernel.names).doesNotContain("run xsk_probe 1 of 3408");
  }

  @ParameterizedTest
  @CsvSource({"1500, 1514", "9000, 3408"})
  void shouldTakePacketsThatFitTheInterfaceAndAPage(int mtuBytes, int expected) {
    kernel.mtuBytes = mtuBytes;

    assertThat(kernel.device(64, 32).maxPacketBytes()).isEqualTo(expected);
  }

  @Test
  void shouldReleaseEverythingOnClose() {
    BulkDevice device = kernel.device(64, 32);
    assertThat(kernel.open).hasSize(14);

    device.close();

    assertThat(kernel.open).isEmpty();
  }

  @Test
  void shouldSayThatTheInterfaceIsGoneOnceItsMapIsEmpty() {
    BulkDevice device = kernel.device(64, 32);
    assertThat(device.link()).isEqualTo(LinkState.UP);

    kernel.refuse("BPF_MAP_LOOKUP_ELEM", ENOENT);

    assertThat(device.link()).as("whatever has its number now").isEqualTo(LinkState.GONE);
  }

  @Test
  void shouldAskInTheMiddleOfACallAndLeaveTheCallAsItIs() {
    BulkDevice device = kernel.device(64, 32);
    kernel.runs.add(
        (call, repeat) -> {
          call.refuses(EMSGSIZE).takes(2).drops(1, EOPNOTSUPP);
          return 0;
        });
    device.begin(8, 60);
    device.send(8);
    String before = device.call().toString();
    kernel.probes.clear();
    kernel.probes.add(EOPNOTSUPP);

    assertThat(device.askAgain()).isEqualTo(-EOPNOTSUPP);

    assertThat(device.call()).hasToString(before);
    assertThat(device.call().isRefused(0)).isTrue();
  }

  /** The probe would be a packet on the wire. */
  @Test
  void shouldNotAskOnceTheMtuIsTooLargeForTheProbe() {
    BulkDevice device = kernel.device(64, 32);
    kernel.mtuBytes = 3_390;
    kernel.names.clear();

    assertThat(device.askAgain()).isZero();
    assertThat(kernel.names).doesNotContain("run xsk_probe 1 of 3408");
  }

  @Test
  void shouldAttachTheProgramAgainWhenItsTapIsGone() {
    BulkDevice device = kernel.device(64, 32);
    kernel.attached = false;
    kernel.names.clear();

    sendSlowly(device);

    assertThat(kernel.names).contains("TUNSETIFF", "link 8").doesNotContain("link 7");
    assertThat(kernel.open).as("the old tap and link are closed").hasSize(14);
  }

  @Test
  void shouldGoOnWithoutAPlaceForTheProgramWhereNoneIsLeft() {
    BulkDevice device = kernel.device(64, 32);
    kernel.attached = false;
    kernel.refuse("TUNSETIFF", 1).refuse("link 7", 16);

    assertThat(sendSlowly(device)).isZero();
    device.close();
    assertThat(kernel.open).isEmpty();
  }

  @Test
  void shouldNotAskForTheAttachmentWhileCallsAreFast() {
    BulkDevice device = kernel.device(64, 32);
    kernel.names.clear();
    device.begin(1, 60);

    device.send(1);

    assertThat(kernel.names).containsExactly("run xsk_transmit 1 of 64");
  }

  /** As a call of a program that is attached nowhere, which waits for the kernel's RCU. */
  private int sendSlowly(BulkDevice device) {
    kernel.runs.add(
        (call, repeat) -> {
          LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
          call.takes(repeat);
          return 0;
        });
    device.begin(1, 60);
    return device.send(1);
  }

  private XskException failure() {
    return catchThrowableOfType(XskException.class, () -> kernel.device(64, 32));
  }
}
