package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.ChecksumOffload;
import reactor.xsk.MetadataOptions;
import reactor.xsk.MetadataWriter;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Deadline;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.NumberedDatagrams;
import reactor.xsk.kernel.support.Pace;
import reactor.xsk.kernel.support.PacketTap;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.UdpPacket;
import reactor.xsk.kernel.support.VethPair;

/** What packets ask of the running kernel, in copy mode. */
@RealKernel
class MetadataKernelTest {

  private static final int PACKETS = 20_000;
  private static final int MOST_ON_THE_WAY = 200;
  private static final int ETH_P_IP = 0x0800;
  private static final MetadataOptions NONE = MetadataOptions.none();

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @Test
  void shouldHaveChecksumsThatTheReceivingStackFindsRight() throws Exception {
    pair.addressFar("10.78.0.2/24", UdpPacket.DESTINATION_MAC);
    UdpPacket packet = new UdpPacket("10.78.0.1", "10.78.0.2", 7_778);
    MetadataWriter<Integer> writer =
        (number, frame, metadata) -> {
          metadata.checksum(UdpPacket.CHECKSUM_START, UdpPacket.CHECKSUM_OFFSET);
          return packet.writeWithoutChecksum(number, frame);
        };
    try (NumberedDatagrams datagrams = NumberedDatagrams.at("10.78.0.2", 7_778);
        XskSender sender = create(NONE.checksums(ChecksumOffload.KERNEL))) {
      CompletableFuture<SendReport> sent =
          sender
              .send(Pace.numbers(PACKETS, MOST_ON_THE_WAY, datagrams::received), writer)
              .toFuture();
      datagrams.receive(PACKETS);

      assertThat(sent.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS).completed())
          .isEqualTo(PACKETS);
    }
  }

  @Test
  void shouldNotComputeTheChecksumOfAPacketThatDoesNotAsk() throws Exception {
    pair.addressFar("10.78.0.2/24", UdpPacket.DESTINATION_MAC);
    UdpPacket packet = new UdpPacket("10.78.0.1", "10.78.0.2", 7_778);
    MetadataWriter<Integer> writer =
        (number, frame, metadata) -> {
          if (number == 1) {
            metadata.checksum(UdpPacket.CHECKSUM_START, UdpPacket.CHECKSUM_OFFSET);
          }
          return packet.writeWithoutChecksum(number == 1 ? 0 : 100, frame);
        };
    try (NumberedDatagrams datagrams = NumberedDatagrams.at("10.78.0.2", 7_778);
        XskSender sender = create(NONE.checksums(ChecksumOffload.KERNEL))) {
      sender.send(Flux.just(0, 0, 1), writer).block(Deadline.PATIENCE);
      datagrams.receive(1); // the last one: the stack has found the others wrong
    }
  }

  @Test
  void shouldHaveTheKernelComputeTheChecksumBeforeThePacketLeaves() {
    UdpPacket packet = new UdpPacket("10.78.0.1", "10.78.0.2", 7_778);
    MetadataWriter<Integer> writer =
        (number, frame, metadata) -> {
          metadata.checksum(UdpPacket.CHECKSUM_START, UdpPacket.CHECKSUM_OFFSET);
          return packet.writeWithoutChecksum(number, frame);
        };
    List<byte[]> arrived = new ArrayList<>();
    try (PacketTap tap = PacketTap.ofType(pair.far(), ETH_P_IP);
        XskSender sender = create(NONE.checksums(ChecksumOffload.KERNEL))) {
      sender.send(Flux.range(0, 50), writer).block(Deadline.PATIENCE);
      byte[] buffer = new byte[2_048];
      Eventually.hold(
          "all packets have arrived",
          Deadline.PATIENCE,
          () -> {
            tap.read(buffer, 50, (bytes, length) -> arrived.add(Arrays.copyOf(bytes, length)));
            return arrived.size() == 50;
          });
    }

    for (int number = 0; number < 50; number++) {
      byte[] expected = new byte[2_048];
      int length = packet.write(number, MemorySegment.ofArray(expected));
      assertThat(arrived.get(number)).isEqualTo(Arrays.copyOf(expected, length));
    }
  }

  @Test
  void shouldReportWhenEachPacketLeft() {
    Instant before = Instant.now();
    List<SendResult<Integer>> results;
    try (XskSender sender = create(NONE.transmitTimes(true))) {
      results =
          Objects.requireNonNull(
              sender
                  .sendWithResults(Flux.range(0, 1_000), SmallPacket::write)
                  .collectList()
                  .block(Deadline.PATIENCE));
    }

    List<Long> times =
        results.stream().map(result -> result.transmitTimeNs().orElseThrow()).toList();
    assertThat(times).hasSize(1_000).isSorted();
    // CLOCK_TAI is ahead of UTC by the leap seconds, where the machine knows them
    Instant first = Instant.ofEpochSecond(0, times.getFirst());
    Instant last = Instant.ofEpochSecond(0, times.getLast());
    assertThat(first).isAfterOrEqualTo(before);
    assertThat(last).isBefore(Instant.now().plus(Duration.ofMinutes(1)));
  }

  @Test
  void shouldSendPacketsThatAskForNothing() {
    try (XskSender sender = create(NONE.checksums(ChecksumOffload.DEVICE))) {
      SendReport report =
          sender.send(Flux.range(0, 1_000), SmallPacket::write).block(Deadline.PATIENCE);

      assertThat(report).extracting(SendReport::completed).isEqualTo(1_000L);
      assertThat(sender.deviceCounters().txPackets()).isEqualTo(1_000);
    }
  }

  @Test
  void shouldRefuseWhatAVethDoesNotOffer() {
    XskConfig.Builder config =
        XskConfig.builder(pair.near()).mode(XskMode.AUTO).metadata(NONE.launchTimes(true));

    assertThatThrownBy(() -> XskSender.create(config.build()))
        .isInstanceOf(XskException.class)
        .hasMessageStartingWith("TX metadata failed: launch times need zero-copy")
        .hasMessageContaining("xskFeatures=0x0");
  }

  private XskSender create(MetadataOptions metadata) {
    try {
      return XskSender.create(
          XskConfig.builder(pair.near())
              .mode(XskMode.COPY)
              .frameCount(512)
              .metadata(metadata)
              .build());
    } catch (XskException e) {
      String message = String.valueOf(e.getMessage());
      assumeFalse(message.contains("TX metadata needs Linux 6.8"), message);
      throw e;
    }
  }
}
