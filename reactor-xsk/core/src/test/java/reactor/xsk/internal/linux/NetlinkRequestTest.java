package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Requests as the kernel reads them, byte by byte. */
@EnabledIf(value = "isLittleEndian", disabledReason = "the literals are little-endian")
class NetlinkRequestTest {

  static boolean isLittleEndian() {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  @Test
  void shouldWriteTheHeaderTheFixedPartAndAnAttribute() {
    NetlinkRequest request =
        new NetlinkRequest(26, 0)
            .u8(2)
            .u8(32)
            .u16(0)
            .u32(0)
            .u32(0)
            .attribute(1, new byte[] {10, 8, 5, 5});

    assertThat(hexOf(request.finish(1)))
        .isEqualTo("240000001a00010001000000000000000220000000000000000000000800010" + "00a080505");
  }

  @Test
  void shouldPadAttributesToFourBytesWithoutCountingThePadding() {
    NetlinkRequest request = new NetlinkRequest(18, 0).attribute(3, "lo").attributeU8(7, 9);

    assertThat(hexOf(request.finish(1)).substring(32))
        .isEqualTo("07000300" + "6c6f0000" + "05000700" + "09000000");
  }

  @Test
  void shouldCountWhatIsInsideANestedAttribute() {
    NetlinkRequest request =
        new NetlinkRequest(18, 0).nested(18, inner -> inner.attributeU32(2, 0x01020304));

    assertThat(hexOf(request.finish(1)).substring(32))
        .isEqualTo("0c001280" + "08000200" + "04030201");
  }

  @Test
  void shouldAddFlagsToThatOfARequest() {
    ByteBuffer message = new NetlinkRequest(28, Netlink.NLM_F_ACK | Netlink.NLM_F_CREATE).finish(7);

    assertThat(message.getShort(6)).isEqualTo((short) 0x405);
    assertThat(message.getInt(8)).as("sequence").isEqualTo(7);
  }

  private static String hexOf(ByteBuffer message) {
    byte[] bytes = new byte[message.limit()];
    message.get(0, bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
