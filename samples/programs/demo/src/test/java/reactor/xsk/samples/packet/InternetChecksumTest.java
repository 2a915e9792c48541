package reactor.xsk.samples.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InternetChecksumTest {

  private static MemorySegment hex(String bytes) {
    return MemorySegment.ofArray(HexFormat.of().parseHex(bytes));
  }

  private static int checksumOf(MemorySegment bytes) {
    return InternetChecksum.of(InternetChecksum.sum(bytes, 0, bytes.byteSize()));
  }

  /** RFC 1071, a byte and a word at a time, with none of the shortcuts. */
  private static int simple(byte[] bytes) {
    int sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      sum += (bytes[i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
      sum = sum > 0xFFFF ? sum - 0xFFFF : sum;
    }
    return 0xFFFF - sum;
  }

  @ParameterizedTest
  @CsvSource({
    // the example of RFC 1071, section 3: sum ddf2
    "0001f203f4f5f6f7, 220d",
    // an IPv4 header that many textbooks use, with its checksum field zero
    "45000073000040004011 0000 c0a80001c0a800c7, b861",
    "'', ffff",
    "00, ffff",
    "ff, 00ff",
    "ffff, 0000",
    "ffffff, 00ff",
    // a carry out of the last word, into the first
    "ffff0001, fffe",
    "8000800080008000, fffd",
  })
  void shouldMatchKnownVectors(String bytes, String checksum) {
    assertThat(checksumOf(hex(bytes.replace(" ", "")))).isEqualTo(Integer.parseInt(checksum, 16));
  }

  @Test
  void shouldAgreeWithTheSimpleWayForEveryLengthAndPosition() {
    Random random = new Random(1);
    for (int length = 0; length <= 300; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      byte[] shifted = new byte[length + 8];
      int at = random.nextInt(8);
      System.arraycopy(bytes, 0, shifted, at, length);
      MemorySegment memory = MemorySegment.ofArray(shifted);

      int checksum = InternetChecksum.of(InternetChecksum.sum(memory, at, length));

      assertThat(checksum).as("length %d at %d", length, at).isEqualTo(simple(bytes));
    }
  }

  @Test
  void shouldNotLoseCarriesOfALongRunOfOnes() {
    byte[] bytes = new byte[65_535];
    java.util.Arrays.fill(bytes, (byte) 0xFF);

    assertThat(checksumOf(MemorySegment.ofArray(bytes))).isEqualTo(simple(bytes));
  }

  @Test
  void shouldAddUpOverPiecesOfEvenLength() {
    byte[] bytes = new byte[101];
    new Random(2).nextBytes(bytes);
    MemorySegment memory = MemorySegment.ofArray(bytes);

    long sum = InternetChecksum.sum(memory, 0, 38) + InternetChecksum.sum(memory, 38, 63);

    assertThat(InternetChecksum.of(sum)).isEqualTo(simple(bytes));
  }
}
