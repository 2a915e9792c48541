package reactor.xsk.samples.xskgen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Our frames, and those that xdpsock itself sent for the same command line. */
class XdpsockFrameTest {

  private static final int STAMP_BYTES = 12; // number, seconds, microseconds, behind the magic

  /** A command line, and the first frame in hexadecimal. */
  record Recorded(String options, String frame) {
    @Override
    public String toString() {
      return options;
    }
  }

  static Stream<Recorded> all() {
    return recorded();
  }

  static Stream<Recorded> stamped() {
    return recorded().filter(it -> it.options.contains("-y"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldBeTheFrameOfXdpsock(Recorded recorded) {
    byte[] ours = frames(recorded.options, 1).getFirst();
    byte[] theirs = HexFormat.of().parseHex(recorded.frame);
    if (recorded.options.contains("-y")) {
      clearStampAndChecksum(ours);
      clearStampAndChecksum(theirs);
    }
    assertThat(HexFormat.of().formatHex(ours)).isEqualTo(HexFormat.of().formatHex(theirs));
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldHaveARightChecksum(Recorded recorded) {
    byte[] ours = frames(recorded.options, 1).getFirst();

    assertThat(sumOfDatagram(ours)).as("with its checksum").isEqualTo(0xFFFF);
  }

  @ParameterizedTest
  @MethodSource("stamped")
  void shouldHaveAChecksumWhereThatOfXdpsockIsWrong(Recorded recorded) {
    assertThat(sumOfDatagram(HexFormat.of().parseHex(recorded.frame)))
        .as("if this fails, xdpsock is right now, and the documents are not")
        .isNotEqualTo(0xFFFF);
  }

  @Test
  void shouldNumberStampedFramesAndStampThemWithTheMonotonicClock() {
    long before = System.nanoTime() / 1_000;
    List<byte[]> frames = frames("-y", 3);
    long after = System.nanoTime() / 1_000;

    for (int i = 0; i < frames.size(); i++) {
      ByteBuffer stamp = ByteBuffer.wrap(frames.get(i)).position(14 + 20 + 8);
      assertThat(stamp.getInt()).as("magic").isEqualTo(0xbe9be955);
      assertThat(stamp.getInt()).as("number").isEqualTo(i);
      assertThat(stamp.getInt() * 1_000_000L + stamp.getInt()).isBetween(before, after);
      assertThat(sumOfDatagram(frames.get(i))).isEqualTo(0xFFFF);
    }
  }

  private static List<byte[]> frames(String options, int count) {
    Xskgen xskgen = new Xskgen();
    new CommandLine(xskgen).parseArgs(options.split(" "));
    XdpsockFrame writer = new XdpsockFrame(xskgen.frames());
    return Stream.generate(() -> write(writer)).limit(count).toList();
  }

  private static byte[] write(XdpsockFrame writer) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment frame = arena.allocate(2_048);
      int length = writer.write(new Object(), frame);
      return frame.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }
  }

  private static int udpOf(byte[] frame) {
    boolean tagged = frame[12] == (byte) 0x81;
    return (tagged ? 18 : 14) + 20;
  }

  private static void clearStampAndChecksum(byte[] frame) {
    int udp = udpOf(frame);
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    bytes.putShort(udp + 6, (short) 0);
    bytes.put(udp + 8 + 4, new byte[STAMP_BYTES]);
  }

  /** RFC 768: the one's complement sum of pseudo header and datagram, folded. */
  private static int sumOfDatagram(byte[] frame) {
    int udp = udpOf(frame);
    int length = frame.length - udp;
    long sum = 17 + length;
    for (int i = udp - 8; i < frame.length; i++) {
      int value = Byte.toUnsignedInt(frame[i]);
      sum += (i - udp) % 2 == 0 ? value << 8 : value;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return (int) sum;
  }

  private static Stream<Recorded> recorded() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    XdpsockFrameTest.class.getResourceAsStream("xdpsock-frames.txt")),
                StandardCharsets.US_ASCII))) {
      List<Recorded> all =
          reader
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split(" \\| "))
              .map(parts -> new Recorded(parts[0], parts[1]))
              .toList();
      return all.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
