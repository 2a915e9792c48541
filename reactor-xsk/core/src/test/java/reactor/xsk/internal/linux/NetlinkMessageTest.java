package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of the kernel, and what is wrong with some. */
class NetlinkMessageTest {

  private final ByteBuffer datagram = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());

  @Test
  void shouldFindEveryMessageOfADatagram() {
    put(17, 16, 1, 2); // 17 bytes, padded to 20
    put(16, 24, 2, 5);
    datagram.flip();

    List<NetlinkMessage> messages = NetlinkMessage.in(datagram);

    assertThat(messages).extracting(NetlinkMessage::type).containsExactly(16, 24);
    assertThat(messages).extracting(NetlinkMessage::sequence).containsExactly(2, 5);
    assertThat(messages).extracting(it -> it.body().limit()).containsExactly(1, 0);
  }

  @Test
  void shouldEndAtAMessageThatIsCutOrImpossible() {
    put(16, 16, 0, 1);
    int start = datagram.position();
    put(16, 17, 0, 1);
    datagram.flip();

    for (int impossible : new int[] {0, 15, 17, -1, Integer.MAX_VALUE}) {
      datagram.putInt(start, impossible);
      assertThat(NetlinkMessage.in(datagram))
          .as("length " + impossible)
          .extracting(NetlinkMessage::type)
          .containsExactly(16);
    }
  }

  @Test
  void shouldOutliveTheBufferThatItCameIn() {
    put(20, 16, 0, 1);
    datagram.putInt(16, 42).flip();
    NetlinkMessage message = NetlinkMessage.in(datagram).getFirst();

    datagram.putInt(16, 0);

    assertThat(message.body().getInt(0)).isEqualTo(42);
  }

  @Test
  void shouldReadAttributesOfEveryWidth() {
    NetlinkAttributes attributes =
        attributes(
            new NetlinkRequest(0, 0)
                .u32(0)
                .attributeU8(1, 200)
                .attributeU32(2, 0x8000_0001)
                .attribute(3, "eth0")
                .attribute(4, new byte[] {1, 2, 3})
                .nested(5, inner -> inner.attributeU32(9, 7)));

    assertThat(attributes.u8(1, -1)).isEqualTo(200);
    assertThat(attributes.u32(2, 0)).isEqualTo(0x8000_0001);
    assertThat(attributes.string(3)).isEqualTo("eth0");
    assertThat(attributes.bytes(4)).containsExactly(1, 2, 3);
    assertThat(attributes.nested(5).u32(9, 0)).isEqualTo(7);
  }

  @Test
  void shouldTakeAnAttributeThatIsAbsentOrTooShortForTheDefault() {
    NetlinkAttributes attributes = attributes(new NetlinkRequest(0, 0).u32(0).attributeU8(1, 5));

    assertThat(attributes.has(2)).isFalse();
    assertThat(attributes.u8(2, -1)).isEqualTo(-1);
    assertThat(attributes.u16(1, -1)).as("one byte only").isEqualTo(-1);
    assertThat(attributes.u32(1, -1)).as("one byte only").isEqualTo(-1);
    assertThat(attributes.u64(1, 0, -1)).as("one byte only").isEqualTo(-1);
    assertThat(attributes.string(2)).isNull();
    assertThat(attributes.bytes(2)).isNull();
    assertThat(attributes.nested(2).has(1)).isFalse();
  }

  @Test
  void shouldReadAStringThatFillsItsAttributeWithoutAZero() {
    byte[] unended = "eth0".getBytes(StandardCharsets.UTF_8);

    assertThat(attributes(new NetlinkRequest(0, 0).u32(0).attribute(3, unended)).string(3))
        .isEqualTo("eth0");
  }

  /** What a request of a fixed part of 4 bytes carries, read back. */
  private static NetlinkAttributes attributes(NetlinkRequest request) {
    return NetlinkMessage.in(request.finish(1)).getFirst().attributes(4);
  }

  private void put(int lengthBytes, int type, int flags, int sequence) {
    int start = datagram.position();
    datagram.putInt(lengthBytes).putShort((short) type).putShort((short) flags);
    datagram.putInt(sequence).putInt(0);
    datagram.position(start + (lengthBytes + 3) / 4 * 4);
  }
}
