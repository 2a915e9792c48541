package reactor.xsk.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reactor.xsk.support.Rfc1071;

class InternetChecksumTest {

  private final MemorySegment memory = Arena.ofAuto().allocate(70_000);

  @Test
  void shouldComputeTheExampleOfRfc1071() {
    byte[] example = {0x00, 0x01, (byte) 0xf2, 0x03, (byte) 0xf4, (byte) 0xf5, (byte) 0xf6, -9};
    memory.copyFrom(MemorySegment.ofArray(example));
    assertThat(asStored(InternetChecksum.sum(memory, 0, 8))).isEqualTo(~0xddf2 & 0xFFFF);
  }

  @Test
  void shouldEqualTheSumOfEveryWordAtEveryLengthAndAlignment() {
    new Random(1).ints(memory.byteSize()).forEach(new Filler());
    for (int offset = 0; offset < 9; offset++) {
      for (int length = 0; length < 300; length++) {
        assertThat(asStored(InternetChecksum.sum(memory, offset, length)))
            .as("offset %d, length %d", offset, length)
            .isEqualTo(expected(offset, length));
      }
    }
  }

  @Test
  void shouldNotOverflowAtTheLongestDatagramOfOnes() {
    memory.fill((byte) 0xFF);
    for (int length : new int[] {65_533, 65_534, 65_535}) {
      assertThat(asStored(InternetChecksum.sum(memory, 1, length)))
          .as("length %d", length)
          .isEqualTo(expected(1, length));
    }
  }

  @Test
  void shouldFoldEveryCarry() {
    // as 64-bit sums: the carries of one fold make carries for the next
    for (long sum : new long[] {0, 1, 0xFFFF, 0x1_FFFE, 0xFFFF_FFFFL, 0x7FFF_FFFF_FFFFL}) {
      assertThat(InternetChecksum.of(sum)).isEqualTo(~Rfc1071.fold(sum) & 0xFFFF);
    }
  }

  @Test
  void shouldAddUpOverPiecesOfEvenLength() {
    new Random(2).ints(memory.byteSize()).forEach(new Filler());
    long pieces = InternetChecksum.sum(memory, 0, 20) + InternetChecksum.sum(memory, 20, 101);
    assertThat(InternetChecksum.of(pieces))
        .isEqualTo(InternetChecksum.of(InternetChecksum.sum(memory, 0, 121)));
  }

  /** The checksum in network order, of a sum in the machine's. */
  private static int asStored(long sum) {
    short checksum = (short) InternetChecksum.of(sum);
    boolean swap = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    return Short.toUnsignedInt(swap ? Short.reverseBytes(checksum) : checksum);
  }

  private int expected(int offset, int length) {
    return ~Rfc1071.sum(memory.asByteBuffer(), offset, length) & 0xFFFF;
  }

  private final class Filler implements java.util.function.IntConsumer {
    private int at;

    @Override
    public void accept(int value) {
      memory.set(ValueLayout.JAVA_BYTE, at++, (byte) value);
    }
  }
}
