package reactor.xsk.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.Link;
import reactor.xsk.internal.linux.LinuxCalls;
import reactor.xsk.internal.linux.Netlink;
import reactor.xsk.internal.linux.NetlinkMessage;
import reactor.xsk.internal.linux.NetlinkSocket;

/**
 * Messages of Linux 6.18, damaged: the parsers ignore them or read what is there, and neither throw
 * nor hang. {@code -Dxsk.messages=1000000} for more, {@code -Dxsk.seed=N} replays one run.
 */
@Timeout(300)
class NetlinkFuzzTest {

  private static final long SEED_OF_THE_BUILD = 12;
  private static final int MESSAGES = Integer.getInteger("xsk.messages", 100_000);

  private final long seed = Long.getLong("xsk.seed", SEED_OF_THE_BUILD);
  private final Random random = new Random(seed);
  private byte[] next = {};
  private boolean isTaken = true;

  @Test
  void shouldReadTheMessagesThatAreWhole() throws IOException {
    List<NetlinkMessage> messages = new ArrayList<>();
    NetlinkSocket socket = socket();
    for (byte[] datagram : recorded()) {
      offer(datagram);
      assertThat(socket.receive(messages)).isZero();
    }
    assertThat(messages).anyMatch(it -> Neighbour.of(it) != null).anyMatch(this::isViaGateway);
  }

  private boolean isViaGateway(NetlinkMessage message) {
    RouteAnswer route = RouteAnswer.of(message);
    return route != null && route.interfaceIndex() != 0;
  }

  @Test
  void shouldNeitherThrowNorHangOnAnyMessage() throws IOException {
    List<byte[]> recorded = recorded();
    NetlinkSocket socket = socket();
    RouteEvents events = new RouteEvents(socket);
    Set<NextHop> watched = new HashSet<>();
    for (int i = 0; i < MESSAGES; i++) {
      byte[] datagram = damaged(recorded.get(random.nextInt(recorded.size())));
      try {
        offer(datagram);
        events.take(watched, watched::remove);
        offer(datagram);
        List<NetlinkMessage> messages = new ArrayList<>();
        socket.receive(messages);
        messages.forEach(NetlinkFuzzTest::read);
      } catch (Throwable t) {
        throw new AssertionError(
            "seed %d, message %d: %s".formatted(seed, i, HexFormat.of().formatHex(datagram)), t);
      }
    }
  }

  private static void read(NetlinkMessage message) {
    RouteAnswer.of(message);
    Neighbour neighbour = Neighbour.of(message);
    if (neighbour != null) {
      neighbour.usableMac();
    }
    Link link = new Link(message);
    link.name();
    link.address();
    link.mtuBytes();
    link.isUp();
    link.kind();
    link.lowerIndex();
    VlanTags.of(link, new FlowSpec(new InetSocketAddress("10.0.0.1", 1)));
    Refusals.of(link);
  }

  private byte[] damaged(byte[] datagram) {
    byte[] bytes = datagram.clone();
    for (int n = 1 + random.nextInt(8); n > 0; n--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] = 0;
        case 2 -> bytes[at] = -1;
        default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
      }
    }
    return bytes;
  }

  private void offer(byte[] datagram) {
    next = datagram;
    isTaken = false;
  }

  /** A socket that receives what {@link #offer} was given, once, and takes every option. */
  private NetlinkSocket socket() {
    LinuxCalls calls =
        (LinuxCalls)
            Proxy.newProxyInstance(
                LinuxCalls.class.getClassLoader(),
                new Class<?>[] {LinuxCalls.class},
                (proxy, method, arguments) ->
                    method.getName().equals("receive") ? receive((MemorySegment) arguments[1]) : 0);
    return NetlinkSocket.open(calls, Netlink.NETLINK_ROUTE);
  }

  private int receive(MemorySegment into) {
    if (isTaken) {
      return -Errno.EAGAIN;
    }
    isTaken = true;
    MemorySegment.copy(next, 0, into, ValueLayout.JAVA_BYTE, 0, next.length);
    return next.length;
  }

  private static List<byte[]> recorded() throws IOException {
    try (InputStream file = NetlinkFuzzTest.class.getResourceAsStream("rtnetlink-6.18.hex")) {
      String text =
          new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.US_ASCII);
      return text.lines().map(HexFormat.of()::parseHex).toList();
    }
  }
}
