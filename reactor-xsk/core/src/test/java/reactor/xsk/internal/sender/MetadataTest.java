package reactor.xsk.internal.sender;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.xsk.ChecksumOffload;
import reactor.xsk.MetadataOptions;
import reactor.xsk.MetadataWriter;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.support.Await;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualDescriptor;
import reactor.xsk.virtual.VirtualKernel;
import reactor.xsk.virtual.VirtualTransmit;

/** What packets ask of device and kernel, over the virtual kernel. */
class MetadataTest {

  private static final MetadataOptions NONE = MetadataOptions.none();
  private static final MetadataOptions CHECKSUMS = NONE.checksums(ChecksumOffload.DEVICE);

  private final List<byte[]> packets = Collections.synchronizedList(new ArrayList<>());

  /** 20 bytes; the last 5 are summed up, of which the first two are the field. */
  private static final MetadataWriter<Integer> ASKING =
      (number, frame, metadata) -> {
        int length = write(number, frame);
        if (number % 2 == 0) {
          metadata.checksum(15, 0);
        }
        return length;
      };

  private static int write(int number, MemorySegment frame) {
    byte[] bytes = new byte[20];
    bytes[17] = (byte) number;
    bytes[18] = 3;
    bytes[19] = 4;
    MemorySegment.copy(bytes, 0, frame, JAVA_BYTE, 0, bytes.length);
    return bytes.length;
  }

  @ParameterizedTest
  @EnumSource(names = {"DEVICE", "KERNEL"})
  void shouldComputeTheChecksumsOfThePacketsThatAskOnly(ChecksumOffload checksums) {
    try (VirtualSender sender = open(VirtualTransmit.COPY, NONE.checksums(checksums), 1)) {
      sender.send(Flux.range(0, 6), ASKING).block(Await.DEADLINE);
    }

    // one frame serves for all: what a packet asks for is not asked for the next
    for (int number = 0; number < 6; number++) {
      int sum = 0xffff - ((number << 8 | 3) + (4 << 8)); // of the bytes number, 3, 4 and no more
      short field = ByteBuffer.wrap(packets.get(number)).getShort(15);
      assertThat(field).as("packet %d", number).isEqualTo((short) (number % 2 == 0 ? sum : 0));
    }
  }

  @Test
  void shouldLeaveThePacketsOfOtherWritersAsTheyAre() {
    try (VirtualSender sender = open(VirtualTransmit.COPY, CHECKSUMS, 1)) {
      sender.send(Flux.just(2), ASKING).block(Await.DEADLINE);
      sender.send(Flux.just(2), MetadataTest::write).block(Await.DEADLINE);
    }

    assertThat(packets.get(0)).isNotEqualTo(packets.get(1));
    assertThat(ByteBuffer.wrap(packets.get(1)).getShort(15)).isZero();
  }

  @Test
  void shouldFailAPacketInWhichItsChecksumFieldDoesNotLie() {
    MetadataWriter<Integer> writer =
        (number, frame, metadata) -> {
          metadata.checksum(15, number);
          return write(number, frame);
        };
    List<SendResult<Integer>> results;
    try (VirtualSender sender = open(VirtualTransmit.COPY, CHECKSUMS, 4)) {
      results = results(sender.sendWithResults(Flux.just(3, 4, 3), writer));
    }

    assertThat(results)
        .extracting(SendResult::outcome)
        .containsExactlyInAnyOrder(
            SendOutcome.FAILED, SendOutcome.COMPLETED, SendOutcome.COMPLETED);
    assertThat(results)
        .filteredOn(result -> !result.isCompleted())
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.item()).isEqualTo(4);
              assertThat(failed.exception())
                  .hasMessageContaining("the checksum field lies outside of the packet")
                  .hasMessageContaining("length=20, checksumStart=15, checksumOffset=4");
            });
  }

  @Test
  void shouldTellWritersThatTheSenderHasNoMetadata() {
    MetadataWriter<Integer> careful =
        (number, frame, metadata) -> metadata.hasChecksums() ? 0 : write(number, frame);
    try (VirtualSender sender = open(VirtualTransmit.COPY, NONE, 4)) {
      assertThat(report(sender, careful).completed()).isEqualTo(1);
      assertThat(report(sender, ASKING).firstFailure())
          .hasMessageContaining("the sender has no checksums");
    }
  }

  @Test
  void shouldTellWritersWhatWasNotAskedForOfTheSender() {
    MetadataWriter<Integer> launching =
        (number, frame, metadata) -> {
          metadata.launchAt(7);
          return write(number, frame);
        };
    try (VirtualSender sender = open(VirtualTransmit.ZERO_COPY, CHECKSUMS, 4)) {
      assertThat(report(sender, launching).firstFailure())
          .hasMessageContaining("the sender has no launch times");
    }
  }

  @Test
  void shouldCarryLaunchTimesToTheDevice() {
    MetadataWriter<Integer> launching =
        (number, frame, metadata) -> {
          if (number != 2) {
            metadata.launchAt(1_000 + number);
          }
          return write(number, frame);
        };
    VirtualSender sender = open(VirtualTransmit.ZERO_COPY, NONE.launchTimes(true), 1);
    try (sender) {
      sender.send(Flux.range(1, 3), launching).block(Await.DEADLINE);
    }

    assertThat(sender.kernel().trace())
        .extracting(VirtualDescriptor::launchTimeNs)
        .extracting(time -> time.orElse(0))
        .containsExactly(1_001L, 0L, 1_003L);
  }

  @Test
  void shouldRefuseLaunchTimesOfADeviceWithoutZeroCopy() {
    assertThatThrownBy(() -> open(VirtualTransmit.COPY, NONE.launchTimes(true), 1))
        .isInstanceOf(XskException.class)
        .hasMessageStartingWith("TX metadata failed: launch times need zero-copy");
  }

  @Test
  void shouldReportWhenEachPacketLeftIfThatWasAskedFor() {
    List<SendResult<Integer>> results;
    try (VirtualSender sender = open(VirtualTransmit.COPY, CHECKSUMS.transmitTimes(true), 8)) {
      results = results(sender.sendWithResults(Flux.range(0, 100), ASKING));
    }

    List<Long> times =
        results.stream().map(result -> result.transmitTimeNs().orElseThrow()).toList();
    assertThat(times).hasSize(100).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void shouldReportNoTimesIfThatWasNotAskedFor() {
    try (VirtualSender sender = open(VirtualTransmit.COPY, CHECKSUMS, 8)) {
      assertThat(results(sender.sendWithResults(Flux.range(0, 10), ASKING)))
          .allSatisfy(result -> assertThat(result.transmitTimeNs()).isEmpty());
    }
  }

  @Test
  void shouldLeaveLessRoomForPacketsThanWithoutMetadata() {
    VirtualKernel jumbo = VirtualKernel.builder().mtu(9_000).build();
    try (VirtualSender sender = VirtualSender.open(jumbo, it -> it.metadata(CHECKSUMS))) {
      assertThat(sender.maxPacketBytes()).isEqualTo(2_048 - 64);
      assertThat(sender.sendNumbers(Flux.just(1)).block(Await.DEADLINE))
          .extracting(SendReport::bytes)
          .isEqualTo((long) Numbered.BYTES);
    }
  }

  private VirtualSender open(VirtualTransmit transmit, MetadataOptions metadata, int frames) {
    VirtualKernel kernel =
        VirtualKernel.builder()
            .transmit(transmit)
            .traceDescriptors()
            .onPacket(packet -> packets.add(packet.toArray(JAVA_BYTE)))
            .build();
    return VirtualSender.open(
        kernel,
        config ->
            config.mode(XskMode.VIRTUAL).batchSize(frames).frameCount(frames).metadata(metadata));
  }

  private static SendReport report(VirtualSender sender, MetadataWriter<Integer> writer) {
    return Objects.requireNonNull(sender.send(Flux.just(2), writer).block(Await.DEADLINE));
  }

  private static List<SendResult<Integer>> results(Flux<SendResult<Integer>> results) {
    return Objects.requireNonNull(results.collectList().block(Await.DEADLINE));
  }
}
