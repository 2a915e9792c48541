package reactor.xsk.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.xsk.ChecksumOffload;
import reactor.xsk.MetadataOptions;
import reactor.xsk.MetadataWriter;
import reactor.xsk.SendReport;
import reactor.xsk.TxMetadata;
import reactor.xsk.support.Await;
import reactor.xsk.support.Rfc1071;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualKernel;

/** UDP checksums that are left to device or kernel. */
class OffloadedChecksumTest {

  private static final ValueLayout.OfShort NETWORK_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final int CHECKSUM_OFFSET = 6; // RFC 768
  private static final int PROTOCOL_UDP = 17;

  private final MemorySegment frame = MemorySegment.ofArray(new byte[2_048]);
  private final Asked asked = new Asked(true);

  /** What a writer has asked for. */
  private static final class Asked implements TxMetadata {
    private final boolean hasChecksums;
    private final List<List<Integer>> checksums = new ArrayList<>();

    Asked(boolean hasChecksums) {
      this.hasChecksums = hasChecksums;
    }

    @Override
    public boolean hasChecksums() {
      return hasChecksums;
    }

    @Override
    public void checksum(int startBytes, int offsetBytes) {
      checksums.add(List.of(startBytes, offsetBytes));
    }

    @Override
    public boolean hasLaunchTimes() {
      return false;
    }

    @Override
    public void launchAt(long timeNs) {
      throw new AssertionError("a launch time was asked for");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.200.255.1, 10.255.0.2, 0, 34",
    "10.200.255.1, 10.255.0.2, 1, 38",
    "10.200.255.1, 10.255.0.2, 2, 42",
    "fd00::1, fd00:ffff:ffff::2, 0, 54",
    "fd00::1, fd00:ffff:ffff::2, 1, 58",
    "fd00::1, fd00:ffff:ffff::2, 2, 62"
  })
  void shouldAskForTheSumFromTheUdpHeaderOnAndWriteThatOfThePseudoHeader(
      String source, String destination, int tagCount, int udpStart) throws Exception {
    UdpHeaders headers = headers(source, destination, tagCount).build();
    for (int length : new int[] {0, 1, 2, 999, 1_000}) {
      asked.checksums.clear();

      int packetBytes = writer(headers).write(random(length), frame, asked);

      assertThat(packetBytes).isEqualTo(udpStart + 8 + length);
      assertThat(asked.checksums).containsExactly(List.of(udpStart, CHECKSUM_OFFSET));
      assertThat(Short.toUnsignedInt(frame.get(NETWORK_SHORT, udpStart + CHECKSUM_OFFSET)))
          .isEqualTo(pseudoHeaderSum(source, destination, 8 + length));
    }
  }

  @Test
  void shouldAskForNothingWhereDatagramsHaveNoChecksum() {
    UdpHeaders headers = headers("10.0.0.1", "10.0.0.2", 0).udpChecksum(false).build();

    int packetBytes = writer(headers).write(random(9), frame, asked);

    assertThat(asked.checksums).isEmpty();
    assertThat(ReceivedDatagram.of(frame, packetBytes).hasUdpChecksum).isFalse();
  }

  @Test
  void shouldComputeTheChecksumWhereTheSenderHasOtherMetadataOnly() {
    Asked timesOnly = new Asked(false);
    UdpHeaders headers = headers("10.0.0.1", "10.0.0.2", 0).build();

    int packetBytes = writer(headers).write(random(9), frame, timesOnly);

    assertThat(timesOnly.checksums).isEmpty();
    assertThat(ReceivedDatagram.of(frame, packetBytes).hasUdpChecksum).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.2", "fd00::2"})
  void shouldLeaveTheDeviceAsTheDatagramsThatTheWriterCompletesItself(String destination) {
    String source = destination.startsWith("f") ? "fd00::1" : "10.0.0.1";
    UdpHeaders headers = headers(source, destination, 1).build();
    List<byte[]> payloads = new ArrayList<>();
    for (int length = 0; length <= headers.maxPayloadBytes(); length++) {
      payloads.add(random(length));
    }

    List<byte[]> offloaded = sent(headers, payloads, ChecksumOffload.DEVICE);

    List<byte[]> completed = sent(headers, payloads, ChecksumOffload.NONE);
    assertThat(offloaded).hasSameSizeAs(payloads);
    for (int i = 0; i < payloads.size(); i++) {
      assertThat(offloaded.get(i)).as("payload of %d bytes", i).isEqualTo(completed.get(i));
    }
  }

  private static List<byte[]> sent(
      UdpHeaders headers, List<byte[]> payloads, ChecksumOffload checksums) {
    List<byte[]> packets = Collections.synchronizedList(new ArrayList<>());
    VirtualKernel kernel =
        VirtualKernel.builder().onPacket(packet -> packets.add(packet.toArray(JAVA_BYTE))).build();
    MetadataOptions metadata = MetadataOptions.none().checksums(checksums);
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it.metadata(metadata))) {
      assertThat(sender.send(Flux.fromIterable(payloads), writer(headers)).block(Await.DEADLINE))
          .extracting(SendReport::completed)
          .isEqualTo((long) payloads.size());
    }
    return packets;
  }

  private static UdpHeaders.Builder headers(String source, String destination, int tagCount) {
    UdpHeaders.Builder headers =
        UdpHeaders.builder(
                new InetSocketAddress(source, 60_000), new InetSocketAddress(destination, 4_739))
            .ethernet("02:00:00:00:00:01", "02:00:00:00:00:02");
    for (int i = 0; i < tagCount; i++) {
      headers.vlan(0x8100, 0, 7 + i);
    }
    return headers;
  }

  private static MetadataWriter<byte[]> writer(UdpHeaders headers) {
    return (MetadataWriter<byte[]>) headers.<byte[]>datagrams(OffloadedChecksumTest::copy);
  }

  private static int copy(byte[] from, MemorySegment payload) {
    MemorySegment.copy(from, 0, payload, JAVA_BYTE, 0, from.length);
    return from.length;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** Addresses, protocol and length in 16-bit words (RFC 768; RFC 8200, 8.1). */
  private static int pseudoHeaderSum(String source, String destination, int udpBytes)
      throws UnknownHostException {
    int sum = PROTOCOL_UDP + udpBytes;
    for (String address : List.of(source, destination)) {
      ByteBuffer words = ByteBuffer.wrap(InetAddress.getByName(address).getAddress());
      while (words.hasRemaining()) {
        sum += Short.toUnsignedInt(words.getShort());
      }
    }
    return Rfc1071.fold(sum);
  }
}
