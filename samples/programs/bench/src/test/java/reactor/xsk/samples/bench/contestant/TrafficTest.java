package reactor.xsk.samples.bench.contestant;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TrafficTest {

  @Test
  void shouldWriteAnIpHeaderWhoseChecksumHolds() {
    ByteBuffer frame = ByteBuffer.wrap(Traffic.frame(64));

    int sum = 0;
    for (int at = 14; at < 34; at += 2) {
      sum += frame.getShort(at) & 0xFFFF;
    }
    assertThat((sum & 0xFFFF) + (sum >>> 16)).isEqualTo(0xFFFF);
  }

  @Test
  void shouldTellIpAndUdpTheLengthOfTheFrame() {
    ByteBuffer frame = ByteBuffer.wrap(Traffic.frame(512));

    assertThat(frame.getShort(16)).isEqualTo((short) (512 - 14));
    assertThat(frame.getShort(38)).isEqualTo((short) (512 - 34));
  }

  @Test
  void shouldGiveEachPacketItsNumberAndChangeNothingElse() {
    MemorySegment template = Traffic.template(64);
    MemorySegment first = MemorySegment.ofArray(new long[8]);
    MemorySegment second = MemorySegment.ofArray(new long[8]);

    Traffic.write(template, 1, first);
    Traffic.write(template, 2, second);

    assertThat(first.mismatch(second)).isEqualTo(Traffic.HEADER_BYTES);
    assertThat(first.asSlice(50).mismatch(second.asSlice(50))).isEqualTo(-1);
  }

  @Test
  void shouldSendDatagramsThatMakeFramesOfTheSameLength() {
    assertThat(Traffic.payloadBytes(64)).isEqualTo(64 - 14 - 20 - 8);
  }
}
