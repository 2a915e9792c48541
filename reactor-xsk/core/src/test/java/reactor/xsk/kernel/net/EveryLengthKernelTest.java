package reactor.xsk.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Dissector;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.FarHost;
import reactor.xsk.kernel.support.PacketTap;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.ResolvedRoute;
import reactor.xsk.net.UdpRoute;

/**
 * Datagrams of all lengths from 0 to the MTU, round after round: an ordinary socket receives all,
 * in order and unchanged, and a dissector finds no bad checksum. {@code -Dxsk.datagrams=1000000}
 * for more.
 */
@RealKernel
class EveryLengthKernelTest {

  private static final int DATAGRAMS = Integer.getInteger("xsk.datagrams", 10_000);
  private static final int PORT = 4_739;

  /** Sent and not received at a time: they fit the smallest usual receive buffer. */
  private static final int MOST_UNDER_WAY = 80;

  private static final int ETH_P_ALL = 3;

  private final FarHost host = FarHost.behind(1);

  @TempDir private Path directory;

  @BeforeEach
  void addressLinks() {
    host.addressFirstPair();
  }

  @AfterEach
  void removeHost() {
    host.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.9.0.2", "fd09::2"})
  void shouldArriveAtAnOrdinarySocketInOrderAndUnchanged(String address) throws Exception {
    InetSocketAddress destination = new InetSocketAddress(address, PORT);
    try (DatagramChannel receiver = host.receiver(destination);
        UdpRoute route = ResolvedRoute.to(destination);
        XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
      int lengths = route.maxPayloadBytes() + 1;
      Sinks.Many<Integer> numbers = Sinks.many().unicast().onBackpressureBuffer();
      CompletableFuture<SendReport> sent =
          sender
              .<Integer>send(
                  numbers.asFlux(),
                  route.datagrams((number, payload) -> fill(number, number % lengths, payload)))
              .toFuture();
      for (int i = 0; i < DATAGRAMS + MOST_UNDER_WAY; i++) {
        if (i >= MOST_UNDER_WAY) {
          int received = i - MOST_UNDER_WAY;
          byte[] bytes = FarHost.receive(receiver);
          assertThat(bytes.length).as("length of %d", received).isEqualTo(received % lengths);
          if (!Arrays.equals(bytes, expected(received, bytes.length))) {
            assertThat(bytes).isEqualTo(expected(received, bytes.length));
          }
        }
        if (i < DATAGRAMS) {
          assertThat(numbers.tryEmitNext(i).isSuccess()).isTrue();
        }
      }
      numbers.tryEmitComplete();
      assertThat(sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).completed()).isEqualTo(DATAGRAMS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.9.0.2", "fd09::2"})
  void shouldHaveGoodChecksumsInTheEyesOfADissector(String address) throws Exception {
    assumeTrue(Dissector.isInstalled(), "there is no tshark: install it");
    InetSocketAddress destination = new InetSocketAddress(address, PORT);
    try (PacketTap tap = host.onFarHost(() -> PacketTap.ofType(host.farEnd(0), ETH_P_ALL));
        Dissector capture = new Dissector(directory.resolve("frames.pcap"));
        UdpRoute route = ResolvedRoute.to(destination);
        XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
      int lengths = route.maxPayloadBytes() + 1;
      byte[] buffer = new byte[2_048];
      int frames = 0;
      for (int length = 0; length < lengths; length += MOST_UNDER_WAY) {
        int count = Math.min(MOST_UNDER_WAY, lengths - length);
        SendReport report =
            sender
                .<Integer>send(
                    Flux.range(length, count),
                    route.datagrams((number, payload) -> fill(number, number, payload)))
                .block(PATIENCE);
        assertThat(report.completed()).isEqualTo(count);
        frames += count;
        int wanted = frames;
        Eventually.hold(
            wanted + " frames",
            PATIENCE,
            () -> {
              tap.read(buffer, 1_000, capture::addUdp);
              return capture.frames() == wanted;
            });
      }
      assertThat(capture.count("udp.checksum.status == \"Good\"")).isEqualTo(lengths);
      assertThat(capture.count("ip.checksum.status == \"Bad\" || udp.checksum.status == \"Bad\""))
          .isZero();
    }
  }

  private static int fill(int number, int length, MemorySegment payload) {
    for (int i = 0; i < length; i++) {
      payload.set(ValueLayout.JAVA_BYTE, i, octet(number, i));
    }
    return length;
  }

  private static byte octet(int number, int i) {
    return (byte) (number * 31 + i * 7 + (number >>> 8));
  }

  private static byte[] expected(int number, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = octet(number, i);
    }
    return bytes;
  }
}
