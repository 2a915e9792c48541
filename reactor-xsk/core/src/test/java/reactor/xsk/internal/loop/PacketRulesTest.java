package reactor.xsk.internal.loop;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketRulesTest {

  private static final int LONGEST = 1_514;

  @ParameterizedTest
  @CsvSource({
    "0x0800, 13,   1518, false",
    "0x0800, 14,   1518, true",
    "0x0800, 1514, 1518, true",
    "0x0800, 1515, 1518, false",
    "0x0800, 1518, 1518, false",
    "0x8100, 1514, 1518, true",
    "0x8100, 1515, 1518, true",
    "0x8100, 1518, 1518, true",
    "0x8100, 1519, 1518, false",
    "0x88a8, 1518, 1518, true",
    "0x88a8, 1519, 1518, false",
    // no room in the frame
    "0x8100, 1516, 1516, true",
    "0x8100, 1517, 1516, false",
    "0x8100, 1515, 1514, false",
    // the bytes of 0x8100 the wrong way round, and negative lengths
    "0x0081, 1515, 1518, false",
    "0x8100, -1,   1518, false",
  })
  void shouldAllowFourBytesMoreToPacketsWithATag(
      String type, int lengthBytes, int frameBytes, boolean sendable) {
    MemorySegment frame = Arena.ofAuto().allocate(frameBytes);
    int etherType = Integer.decode(type);
    frame.set(JAVA_BYTE, 12, (byte) (etherType >> 8));
    frame.set(JAVA_BYTE, 13, (byte) etherType);

    assertThat(PacketRules.isSendable(lengthBytes, frame, LONGEST)).isEqualTo(sendable);
  }
}
