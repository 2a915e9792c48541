package reactor.xsk.kernel;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.EveryKernelPort;
import reactor.xsk.kernel.support.PacketTap;
import reactor.xsk.kernel.support.PortLink;
import reactor.xsk.kernel.support.SmallPacket;

/** The MTU does not count a VLAN tag: a packet with one may be 4 bytes longer. */
@EveryKernelPort
class VlanTagKernelTest {

  private static final int TAG_BYTES = 4;

  private final PortLink link = new PortLink();

  @AfterEach
  void removeInterfaces() {
    link.close();
  }

  @ParameterizedTest
  @CsvSource({"0x8100, 2048", "0x88a8, 2048", "0x8100, 4096", "0x88a8, 4096"})
  void shouldSendFullPacketsWithATagAndRefuseWhatIsLonger(String tagType, int frameSize) {
    short type = Integer.decode(tagType).shortValue();
    try (PacketTap tap = PacketTap.ofLongPackets(link.far());
        XskSender sender =
            XskSender.create(link.config().frameCount(64).frameSize(frameSize).build())) {
      int longest = sender.maxPacketBytes();
      SendReport report =
          sender
              .send(
                  Flux.just(longest + TAG_BYTES, longest + TAG_BYTES + 1),
                  (length, frame) -> tagged(length, type, frame))
              .block(PATIENCE);

      assertThat(longest).isEqualTo(1_514);
      assertThat(report).isNotNull();
      assertThat(report.completed()).isEqualTo(1);
      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.firstFailure()).hasMessageContaining("length=1519");
      // a packet socket shows packets without their tag
      assertThatArrives(tap, longest);
    }
  }

  private static void assertThatArrives(PacketTap tap, int lengthBytes) {
    byte[] buffer = new byte[16_384];
    Eventually.hold(
        "a packet arrives",
        PATIENCE,
        () ->
            tap.read(buffer, 1, (bytes, length) -> assertThat(length).isEqualTo(lengthBytes)) > 0);
  }

  private static int tagged(int lengthBytes, short tagType, MemorySegment frame) {
    if (lengthBytes <= frame.byteSize()) {
      SmallPacket.write(0, 1, lengthBytes, frame);
      var bigEndianShort = JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
      frame.set(bigEndianShort, 12, tagType);
      frame.set(bigEndianShort, 14, (short) 7); // VLAN 7
      frame.set(bigEndianShort, 16, (short) PacketTap.ETHER_TYPE);
    }
    return lengthBytes;
  }
}
