package reactor.xsk.kernel.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.XskSupport;
import reactor.xsk.internal.bpf.PeerProgram;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.port.BulkPort;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.Pace;
import reactor.xsk.kernel.support.PatternCheck;
import reactor.xsk.kernel.support.PatternPacket;
import reactor.xsk.kernel.support.Privileges;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.TapThread;
import reactor.xsk.kernel.support.VethPair;
import reactor.xsk.kernel.support.Volume;

/** Mode BULK leaves the rest of the machine as it was, and says what it needs of it. */
@BulkKernel
class BulkSafetyKernelTest {

  private static final int CAP_NET_ADMIN = 12;
  private static final int CAP_SYS_ADMIN = 21;

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  private XskConfig.Builder config(XskMode mode) {
    return XskConfig.builder(pair.near()).mode(mode);
  }

  @Test
  void shouldPassReceivedTrafficUntouchedWhileItSendsFromTheSameInterface() throws Exception {
    int received = Volume.partOf(50_000);
    PatternCheck check = new PatternCheck(7);
    long completed = 0;
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        BulkPort port =
            new BulkPort(
                WithoutTap.open(pair.near()),
                new FrameGeometry(WithoutTap.FRAMES, WithoutTap.FRAME_BYTES));
        TapThread tap = TapThread.on(pair.near(), check);
        XskSender back =
            XskSender.create(XskConfig.builder(pair.far()).mode(XskMode.COPY).build())) {
      assertThat(Shell.xdpProgram(pair.near())).as("the program is on the interface").isNotEmpty();
      CompletableFuture<SendReport> sent =
          back.send(
                  Pace.numbers(received, 128, () -> tap.received() + back.counters().dropped()),
                  new PatternPacket(7)::write)
              .toFuture();

      while (!sent.isDone()) {
        completed += sendWindow(port);
      }

      SendReport report = sent.get();
      tap.awaitReceived(report.completed(), PATIENCE);
      assertThat(report.completed()).as("not dropped on the way back").isEqualTo(received);
      assertThat(tap.dropped()).isZero();
      assertThat(peer.count()).isEqualTo(completed);
    }
    assertThat(check.arrived().cardinality()).isEqualTo(received);
    assertThat(completed).as("packets sent meanwhile").isPositive();
  }

  /** Returns how many packets of a window were completed; none may be lost. */
  private static long sendWindow(BulkPort port) {
    for (int i = 0; i < 32; i++) {
      int frame = port.acquire();
      port.put(frame, SmallPacket.write(i, port.frame(frame)), i < 31);
    }
    port.submit();
    long[] completed = {0};
    while (port.inFlight() > 0) {
      port.kick();
      port.reap(
          (frame, outcome) -> {
            assertThat(outcome).isNotEqualTo(SendOutcome.LOST);
            completed[0] += outcome == SendOutcome.COMPLETED ? 1 : 0;
          });
    }
    return completed[0];
  }

  @Test
  void shouldLeaveTheProgramOfAnotherInPlaceAndSendBesideIt() {
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        PeerProgram other = PeerProgram.passing(pair.near())) {
      String before = Shell.xdpProgram(pair.near());
      try (XskSender sender = XskSender.create(config(XskMode.BULK).build())) {
        sender.<Integer>send(Flux.range(0, 100), SmallPacket::write).block(PATIENCE);
        assertThat(Shell.xdpProgram(pair.near())).isNotEmpty().isEqualTo(before);
      }
      assertThat(Shell.xdpProgram(pair.near())).isEqualTo(before);
      assertThat(peer.count()).isEqualTo(100);
      assertThat(other.count()).isZero();
    }
  }

  @Test
  void shouldRefuseToDisplaceTheProgramOfAnotherWhereThereIsNoOtherPlace() throws IOException {
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        PeerProgram other = PeerProgram.passing(pair.near())) {
      String before = Shell.xdpProgram(pair.near());
      long open = openBpfDescriptors();

      XskException failure =
          catchThrowableOfType(XskException.class, () -> WithoutTap.open(pair.near()));

      assertThat(failure.reason()).isEqualTo("EBUSY");
      assertThat(failure.hint()).contains("another XDP program");
      assertThat(Shell.xdpProgram(pair.near())).isNotEmpty().isEqualTo(before);
      assertThat(openBpfDescriptors()).isEqualTo(open);
      assertThat(peer.count() + other.count()).as("packets of the attempt").isZero();
    }
  }

  @Test
  @SuppressWarnings("try") // it is closed before its time
  void shouldReleaseEverythingOnClose() {
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        XskSender sender = XskSender.create(config(XskMode.BULK).build())) {
      sender.<Integer>send(Flux.range(0, 100), SmallPacket::write).block(PATIENCE);
      assertThat(Shell.run("ip link show")).contains("xskbulk");

      sender.close();

      assertThat(Shell.run("ip link show")).doesNotContain("xskbulk");
      assertThat(peer.count()).isEqualTo(100);
      XskCounters counters = sender.counters();
      assertThat(counters.inFlight()).isZero();
      assertThat(counters.freeFrames()).isEqualTo(2_048);
    }
  }

  @Test
  void shouldTakeItsDeviceWithItWhenTheProcessIsKilled() throws Exception {
    try (PeerProgram peer = PeerProgram.dropping(pair.far())) {
      Process process = BulkChild.start(pair.near(), true);
      assertThat(Shell.run("ip link show")).contains("xskbulk");

      process.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);

      Eventually.hold(
          "the tap is gone", PATIENCE, () -> !Shell.run("ip link show").contains("xskbulk"));
      assertThat(peer.count()).isZero();
    }
  }

  @Test
  void shouldTakeItsProgramWithItWhenTheProcessIsKilled() throws Exception {
    try (PeerProgram peer = PeerProgram.dropping(pair.far())) {
      Process process = BulkChild.start(pair.near(), false);
      assertThat(Shell.xdpProgram(pair.near())).isNotEmpty();

      process.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);

      Eventually.hold(
          "the program is gone", PATIENCE, () -> Shell.xdpProgram(pair.near()).isEmpty());
      assertThat(peer.count()).isZero();
    }
  }

  @Test
  void shouldSayHowThePeerMustBeWhereVethTakesNoFrames() throws IOException {
    XskSupport.bulkUnavailabilityCause(pair.near()); // so that what is loaded once is loaded
    long open = openBpfDescriptors();

    XskException failure =
        catchThrowableOfType(
            XskException.class, () -> XskSender.create(config(XskMode.BULK).build()));

    assertThat(failure.reason()).isEqualTo("EOPNOTSUPP");
    assertThat(failure.hint()).contains("ethtool -K PEER gro on");
    XskException cause = XskSupport.bulkUnavailabilityCause(pair.near());
    assertThat(cause).isNotNull().hasMessage(failure.getMessage());
    assertThat(openBpfDescriptors()).isEqualTo(open);
    assertThat(Shell.xdpProgram(pair.near())).isEmpty();
  }

  @Test
  void shouldBeAvailableOnVethWhosePeerHasAProgram() {
    try (PeerProgram peer = PeerProgram.dropping(pair.far())) {
      assertThat(XskSupport.bulkUnavailabilityCause(pair.near())).isNull();
      assertThat(peer.count()).as("packets that the question sent").isZero();
    }
  }

  @Test
  void shouldBeChosenByAutoOnlyWhereAllowedAndAvailable() {
    try (XskSender sender = XskSender.create(config(XskMode.AUTO).bulkAllowed(true).build())) {
      assertThat(sender.mode()).as("the peer has no NAPI").isEqualTo(XskMode.COPY);
    }
    try (PeerProgram peer = PeerProgram.dropping(pair.far())) {
      try (XskSender sender = XskSender.create(config(XskMode.AUTO).build())) {
        assertThat(sender.mode()).as("not allowed").isEqualTo(XskMode.COPY);
      }
      try (XskSender sender = XskSender.create(config(XskMode.AUTO).bulkAllowed(true).build())) {
        assertThat(sender.mode()).isEqualTo(XskMode.BULK);
        sender.<Integer>send(Flux.range(0, 100), SmallPacket::write).block(PATIENCE);
      }
      assertThat(peer.count()).isEqualTo(100);
    }
  }

  @Test
  void shouldNeedNoCapSysAdmin() throws Exception {
    try (PeerProgram peer = PeerProgram.dropping(pair.far())) {
      assertThat(Privileges.without(CAP_SYS_ADMIN, () -> openAndClose())).isEqualTo(XskMode.BULK);
      assertThat(peer.count()).isZero();
    }
  }

  @Test
  void shouldNameThePrivilegesThatAreMissing() {
    try (PeerProgram peer = PeerProgram.dropping(pair.far())) {
      XskException failure =
          catchThrowableOfType(
              XskException.class,
              () ->
                  Privileges.without(
                      CAP_SYS_ADMIN,
                      () -> Privileges.without(CAP_NET_ADMIN, () -> openAndClose())));

      assertThat(failure.reason()).isEqualTo("EPERM");
      assertThat(failure.hint()).contains("CAP_BPF", "CAP_PERFMON", "CAP_NET_ADMIN");
      assertThat(peer.count()).isZero();
    }
  }

  private XskMode openAndClose() {
    try (XskSender sender = XskSender.create(config(XskMode.BULK).build())) {
      return sender.mode();
    }
  }

  /** Maps, programs and attachments that this process holds. */
  private static long openBpfDescriptors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(BulkSafetyKernelTest::isBpf).count();
    }
  }

  private static boolean isBpf(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.contains("bpf") || target.contains("/dev/net/tun");
    } catch (IOException e) {
      return false; // it was that of this listing
    }
  }
}
