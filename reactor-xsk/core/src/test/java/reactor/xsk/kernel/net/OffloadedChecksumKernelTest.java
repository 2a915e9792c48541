package reactor.xsk.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.xsk.ChecksumOffload;
import reactor.xsk.MetadataOptions;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Deadline;
import reactor.xsk.kernel.support.FarHost;
import reactor.xsk.kernel.support.Pace;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.ResolvedRoute;
import reactor.xsk.net.UdpRoute;

/**
 * Datagrams of a route of which the kernel computes the UDP checksum, or leaves it to the veth: an
 * ordinary socket receives those of every length, in order and unchanged.
 */
@RealKernel
class OffloadedChecksumKernelTest {

  private static final int PORT = 4_739;
  private static final List<String> PLAIN = List.of("10.9.0.2", "fd09::2");
  private static final List<String> IN_VLAN = List.of("10.9.7.2", "fd97::2");

  /** Sent and not received at a time: they fit the smallest usual receive buffer. */
  private static final int MOST_UNDER_WAY = 80;

  private final FarHost host = FarHost.behind(1);
  private final AtomicInteger received = new AtomicInteger();

  @BeforeEach
  void addressLinks() {
    FarHost.ipBatch(linesFor(host.nearEnd(0), 1));
    host.farIpBatch(linesFor(host.farEnd(0), 2));
  }

  private static List<String> linesFor(String end, int number) {
    List<String> lines = new ArrayList<>();
    lines.add("addr add 10.9.0.%d/24 dev %s".formatted(number, end));
    lines.add("addr add fd09::%d/64 nodad dev %s".formatted(number, end));
    if (FarHost.hasVlans()) {
      lines.add("link add link %s name %s.7 type vlan id 7".formatted(end, end));
      lines.add("link set %s.7 up".formatted(end));
      lines.add("addr add 10.9.7.%d/24 dev %s.7".formatted(number, end));
      lines.add("addr add fd97::%d/64 nodad dev %s.7".formatted(number, end));
    }
    return lines;
  }

  @AfterEach
  void removeHost() {
    host.close();
  }

  /** In a VLAN too, where the kernel has these: addresses with a 7. */
  static List<Arguments> ways() {
    return (FarHost.hasVlans() ? Stream.concat(PLAIN.stream(), IN_VLAN.stream()) : PLAIN.stream())
        .flatMap(
            address ->
                Stream.of(ChecksumOffload.KERNEL, ChecksumOffload.DEVICE)
                    .map(checksums -> Arguments.of(address, checksums)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldArriveAtAnOrdinarySocketInOrderAndUnchanged(String address, ChecksumOffload checksums)
      throws Exception {
    InetSocketAddress destination = new InetSocketAddress(address, PORT);
    try (DatagramChannel receiver = host.receiver(destination);
        UdpRoute route = ResolvedRoute.to(destination);
        XskSender sender = create(route.interfaceName(), checksums)) {
      int lengths = route.maxPayloadBytes() + 1;
      CompletableFuture<SendReport> sent =
          sender
              .<Integer>send(
                  Pace.numbers(lengths, MOST_UNDER_WAY, received::get),
                  route.datagrams(OffloadedChecksumKernelTest::fill))
              .toFuture();
      while (received.get() < lengths) {
        byte[] expected = new byte[received.get()];
        fill(expected.length, MemorySegment.ofArray(expected));
        assertThat(FarHost.receive(receiver)).isEqualTo(expected);
        received.incrementAndGet();
      }

      assertThat(sent.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS).completed())
          .isEqualTo(lengths);
    }
  }

  /** A payload of as many bytes as its number. */
  private static int fill(int number, MemorySegment payload) {
    for (int i = 0; i < number; i++) {
      payload.set(ValueLayout.JAVA_BYTE, i, (byte) (number * 31 + i * 7 + (number >>> 8)));
    }
    return number;
  }

  private static XskSender create(String interfaceName, ChecksumOffload checksums) {
    try {
      return XskSender.create(
          XskConfig.builder(interfaceName)
              .mode(XskMode.COPY)
              .metadata(MetadataOptions.none().checksums(checksums))
              .build());
    } catch (XskException e) {
      String message = String.valueOf(e.getMessage());
      assumeFalse(message.contains("TX metadata needs Linux 6.8"), message);
      throw e;
    }
  }
}
