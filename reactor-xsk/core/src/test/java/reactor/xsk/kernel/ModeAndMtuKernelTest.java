package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskMode;
import reactor.xsk.XskPacketException;
import reactor.xsk.XskSender;
import reactor.xsk.XskSupport;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.PacketTap;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;

/** What the kernel grants, and the longest packet that follows from the MTU. */
@RealKernel
class ModeAndMtuKernelTest {

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "COPY"})
  void shouldReportCopyModeWhereTheDriverHasNoZeroCopy(XskMode asked) {
    try (VethPair pair = VethPair.create();
        XskSender sender =
            XskSender.create(XskConfig.builder(pair.near()).frameCount(64).mode(asked).build())) {
      assertThat(sender.mode()).isEqualTo(XskMode.COPY);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1500, 2048, 1514",
    "1500, 4096, 1514",
    "576,  2048,  590",
    "9000, 2048, 2048",
    "9000, 4096, 4096",
    "2034, 2048, 2048",
    "2035, 2048, 2048"
  })
  void shouldSendTheLongestPacketAndRefuseALongerOne(int mtu, int frameSize, int longest) {
    try (VethPair pair = VethPair.create(mtu);
        PacketTap tap = PacketTap.ofLongPackets(pair.far());
        XskSender sender =
            XskSender.create(
                XskConfig.builder(pair.near()).frameCount(64).frameSize(frameSize).build())) {
      assertThat(sender.maxPacketBytes()).isEqualTo(longest);
      SendReport report =
          sender
              .send(
                  Flux.just(longest, longest + 1, 14, 13),
                  (length, frame) -> SmallPacket.write(0, length, length, frame))
              .block(PATIENCE);

      assertThat(report).isNotNull();
      assertThat(report.completed()).isEqualTo(2);
      assertThat(report.failed()).isEqualTo(2);
      assertThat(report.firstFailure())
          .isInstanceOf(XskPacketException.class)
          .hasMessageContaining(Integer.toString(longest + 1));
      assertThatArrive(tap, longest, 14);
    }
  }

  private static void assertThatArrive(PacketTap tap, int... lengths) {
    byte[] buffer = new byte[16_384];
    for (int expected : lengths) {
      Eventually.hold(
          "a packet arrives",
          PATIENCE,
          () -> tap.read(buffer, 1, (bytes, length) -> assertThat(length).isEqualTo(expected)) > 0);
    }
    assertThat(tap.read(buffer, 1, (bytes, length) -> {})).as("further packets").isZero();
  }

  @Test
  void shouldTellWhatIsKnownOfADevice() {
    try (VethPair pair = VethPair.create(1_400)) {
      XskSupport.Device up = XskSupport.device(pair.near());
      assertThat(up.mtuBytes()).isEqualTo(1_400);
      assertThat(up.maxPacketBytes()).isEqualTo(1_414);
      assertThat(up.linkUp()).isTrue();

      VethPair.down(pair.far());
      assertThat(XskSupport.device(pair.near()).linkUp()).as("without carrier").isFalse();
    }
  }
}
