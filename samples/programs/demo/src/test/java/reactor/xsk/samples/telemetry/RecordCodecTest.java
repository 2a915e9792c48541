package reactor.xsk.samples.telemetry;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reactor.xsk.samples.telemetry.Reading.CpuTimes;
import reactor.xsk.samples.telemetry.Reading.InterfaceCounters;
import reactor.xsk.samples.telemetry.Reading.Pattern;

class RecordCodecTest {

  private static MemorySegment encode(TelemetryRecord record) {
    MemorySegment target = MemorySegment.ofArray(new byte[2_048]);
    target.fill((byte) 0xEE); // what an earlier packet left there
    return target.asSlice(0, RecordEncoder.encode(record, target));
  }

  private static Reading randomReading(Random r) {
    return switch (r.nextInt(3)) {
      case 0 ->
          new InterfaceCounters(
              randomName(r),
              r.nextLong(),
              r.nextLong(),
              r.nextLong(),
              r.nextLong(),
              r.nextLong(),
              r.nextLong(),
              r.nextLong(),
              r.nextLong());
      case 1 ->
          new CpuTimes(
              randomName(r),
              r.nextLong(),
              r.nextLong(),
              r.nextLong(),
              r.nextLong(),
              r.nextLong(),
              r.nextLong(),
              r.nextLong(),
              r.nextLong());
      default -> new Pattern(r.nextInt(1_400));
    };
  }

  private static String randomName(Random r) {
    StringBuilder name = new StringBuilder();
    for (int i = r.nextInt(16); i > 0; i--) {
      name.append((char) r.nextInt(0x21, 0x100));
    }
    return name.toString();
  }

  @Test
  void shouldHaveTheLayoutThatIsWrittenDown() {
    TelemetryRecord record =
        new TelemetryRecord(0x0102030405060708L, 9, new CpuTimes("cpu0", 1, 2, 3, 4, 5, 6, 7, 8));

    byte[] bytes = encode(record).toArray(JAVA_BYTE);

    // the CRC-32C was worked out with a program that shares no code with this one
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(
            "52585431"
                + "02"
                + "00"
                + "0061"
                + "0102030405060708"
                + "0000000000000009"
                + "04"
                + "63707530"
                + "0000000000000001000000000000000200000000000000030000000000000004"
                + "0000000000000005000000000000000600000000000000070000000000000008"
                + "33fb083d");
  }

  @Test
  void shouldReadBackWhatWasWritten() {
    Random random = new Random(5);
    for (int i = 0; i < 5_000; i++) {
      TelemetryRecord record =
          new TelemetryRecord(random.nextLong(), random.nextLong(), randomReading(random));

      assertThat(RecordDecoder.decode(encode(record))).isEqualTo(record);
    }
  }

  @Test
  void shouldSayItsLengthBeforehand() {
    Random random = new Random(6);
    for (int i = 0; i < 500; i++) {
      TelemetryRecord record = new TelemetryRecord(i, 0, randomReading(random));

      assertThat(encode(record).byteSize()).isEqualTo(RecordEncoder.lengthOf(record));
    }
  }

  @Test
  void shouldRefuseARecordWithAnyBitFlipped() {
    byte[] good =
        encode(new TelemetryRecord(7, 8, new InterfaceCounters("eth0", 1, 2, 3, 4, 5, 6, 7, 8)))
            .toArray(JAVA_BYTE);
    for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
      byte[] bad = good.clone();
      bad[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);

      assertThatThrownBy(() -> RecordDecoder.decode(MemorySegment.ofArray(bad)))
          .as("bit %d", bit)
          .isInstanceOf(MalformedRecordException.class);
    }
  }

  @Test
  void shouldRefuseARecordOfAnyOtherLength() {
    MemorySegment whole = encode(new TelemetryRecord(7, 8, new Pattern(40)));
    for (int length = 0; length < whole.byteSize(); length++) {
      MemorySegment part = whole.asSlice(0, length);

      assertThatThrownBy(() -> RecordDecoder.decode(part))
          .as("length %d", length)
          .isInstanceOf(MalformedRecordException.class);
    }
  }

  @Test
  void shouldRefuseAPatternOfAnotherSequenceEvenIfItsCrcIsRight() {
    MemorySegment bytes = encode(new TelemetryRecord(7, 8, new Pattern(9)));
    bytes.set(NetworkOrder.LONG, 8, 6);
    int crcAt = (int) bytes.byteSize() - RecordLayout.CRC_BYTES;
    bytes.set(NetworkOrder.INT, crcAt, RecordLayout.crcOf(bytes, crcAt));

    assertThatThrownBy(() -> RecordDecoder.decode(bytes)).hasMessageContaining("pattern");
  }

  @Test
  void shouldRefuseAnUnknownKindEvenIfItsCrcIsRight() {
    MemorySegment bytes = encode(new TelemetryRecord(7, 8, new Pattern(9)));
    bytes.set(JAVA_BYTE, 4, (byte) 9);
    int crcAt = (int) bytes.byteSize() - RecordLayout.CRC_BYTES;
    bytes.set(NetworkOrder.INT, crcAt, RecordLayout.crcOf(bytes, crcAt));

    assertThatThrownBy(() -> RecordDecoder.decode(bytes)).hasMessageContaining("kind");
  }

  @Test
  void shouldRefuseANameThatRunsIntoTheCountersEvenIfItsCrcIsRight() {
    MemorySegment bytes =
        encode(new TelemetryRecord(7, 8, new CpuTimes("cpu", 1, 2, 3, 4, 5, 6, 7, 8)));
    bytes.set(JAVA_BYTE, RecordLayout.HEADER_BYTES, (byte) 4);
    int crcAt = (int) bytes.byteSize() - RecordLayout.CRC_BYTES;
    bytes.set(NetworkOrder.INT, crcAt, RecordLayout.crcOf(bytes, crcAt));

    assertThatThrownBy(() -> RecordDecoder.decode(bytes))
        .hasMessageContaining("length of the name");
  }

  @Test
  void shouldRefuseACounterRecordTooShortForItsCountersEvenIfItsCrcIsRight() {
    MemorySegment bytes = encode(new TelemetryRecord(7, 8, new Pattern(9)));
    bytes.set(JAVA_BYTE, 4, (byte) RecordLayout.KIND_CPU);
    int crcAt = (int) bytes.byteSize() - RecordLayout.CRC_BYTES;
    bytes.set(NetworkOrder.INT, crcAt, RecordLayout.crcOf(bytes, crcAt));

    assertThatThrownBy(() -> RecordDecoder.decode(bytes))
        .isInstanceOf(MalformedRecordException.class);
  }
}
