package reactor.xsk.kernel.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.internal.bpf.PeerProgram;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;

/** A packet never leaves by another interface that got the number of the one that was opened. */
@BulkKernel
class BulkIdentityKernelTest {

  private static final int ENXIO = 6;
  private static final int PACKETS = 1_000;

  private final VethPair pair = VethPair.create();
  private final int index = indexOf(pair.near());

  @AfterEach
  void removeInterfaces() {
    pair.close();
    Shell.run("ip link del xskforeign0 2>/dev/null || true");
  }

  @Test
  void shouldSendNothingThroughAnotherInterfaceWithTheNumberOfARemovedOne() {
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        XskSender sender = open()) {
      pair.remove();
      try (PeerProgram foreign = foreignInterface()) {
        assertThatSendingFails(sender);
        assertThat(foreign.count()).as("packets on the foreign wire").isZero();
      }
      assertThat(peer.count()).isZero();
    }
  }

  @Test
  void shouldSendNothingThroughAnotherInterfaceWithTheNumberOfOneThatWasMovedAway()
      throws Exception {
    Process namespace = otherNamespace();
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        XskSender sender = open()) {
      Shell.run("ip link set dev %s netns %d".formatted(pair.near(), namespace.pid()));
      try (PeerProgram foreign = foreignInterface()) {
        assertThatSendingFails(sender);
        assertThat(foreign.count()).as("packets on the foreign wire").isZero();
      }
      assertThat(peer.count()).isZero();
    } finally {
      namespace.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldGoOnWhenTheInterfaceIsOnlyRenamed() {
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        XskSender sender = open()) {
      Shell.run("ip link set dev %s down".formatted(pair.near()));
      Shell.run("ip link set dev %s name xskrenamed0".formatted(pair.near()));
      Shell.run("ip link set dev xskrenamed0 up");

      SendReport report =
          sender.<Integer>send(Flux.range(0, PACKETS), SmallPacket::write).block(PATIENCE);

      assertThat(report).isNotNull();
      assertThat(report.completed()).isEqualTo(PACKETS);
      assertThat(peer.count()).isEqualTo(PACKETS);
      Shell.run("ip link del xskrenamed0");
    }
  }

  private XskSender open() {
    return XskSender.create(XskConfig.builder(pair.near()).mode(XskMode.BULK).build());
  }

  private static void assertThatSendingFails(XskSender sender) {
    XskException failure =
        catchThrowableOfType(
            XskException.class,
            () -> sender.<Integer>send(Flux.range(0, PACKETS), SmallPacket::write).block(PATIENCE));

    assertThat(failure).as("the stream fails").isNotNull();
    assertThat(failure.errno()).isEqualTo(ENXIO);
    assertThat(failure.hint()).contains("removed");
    assertThat(sender.counters().completed()).isZero();
  }

  /** An interface that takes frames of XDP and has the number of the one that was opened. */
  private PeerProgram foreignInterface() {
    Shell.run(
        "ip link add xskforeign0 index %d type veth peer name xskforeign1".formatted(index)
            + " && for end in 0 1; do"
            + " echo 1 > /proc/sys/net/ipv6/conf/xskforeign$end/disable_ipv6 2>/dev/null;"
            + " ip link set dev xskforeign$end up; done");
    assertThat(indexOf("xskforeign0")).isEqualTo(index);
    return PeerProgram.dropping("xskforeign1");
  }

  private static int indexOf(String interfaceName) {
    return Integer.parseInt(Shell.run("ip -o link show dev " + interfaceName).split(":")[0]);
  }

  /** A process in a network namespace of its own. */
  private static Process otherNamespace() throws IOException {
    Process process = new ProcessBuilder("unshare", "-n", "sleep", "120").start();
    Eventually.hold(
        "it has a namespace of its own",
        PATIENCE,
        () ->
            !Shell.run("readlink /proc/%d/ns/net".formatted(process.pid()))
                .equals(Shell.run("readlink /proc/self/ns/net")));
    return process;
  }
}
