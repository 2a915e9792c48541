package reactor.xsk.samples.telemetry;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import reactor.xsk.samples.packet.UdpFlow;
import reactor.xsk.samples.packet.UdpFrameReader;
import reactor.xsk.samples.telemetry.Reading.Pattern;

class TelemetryWriterTest {

  private static final UdpFlow FLOW = new UdpFlow(1, 2, 3, 4, 5, 6);

  private final TelemetryWriter writer = new TelemetryWriter(FLOW);

  @Test
  void shouldWriteAPacketThatDecodesToTheRecord() {
    MemorySegment frame = MemorySegment.ofArray(new byte[1_514]);
    TelemetryRecord record = new TelemetryRecord(1, 2, new Pattern(101));

    int length = writer.write(record, frame);

    MemorySegment payload = new UdpFrameReader(FLOW).payloadOf(frame.asSlice(0, length));
    assertThat(RecordDecoder.decode(payload)).isEqualTo(record);
  }

  @Test
  void shouldFillAFrameToItsLastByte() {
    MemorySegment frame = MemorySegment.ofArray(new byte[1_514]);

    int length = writer.write(new TelemetryRecord(1, 2, new Pattern(1_514 - 70)), frame);

    assertThat(length).isEqualTo(1_514);
  }

  @Test
  void shouldWriteNothingAndSayTheLengthWhenTheFrameIsTooShort() {
    MemorySegment frame = MemorySegment.ofArray(new byte[1_514]);

    int length = writer.write(new TelemetryRecord(1, 2, new Pattern(1_514 - 69)), frame);

    assertThat(length).isEqualTo(1_515);
    assertThat(frame.toArray(JAVA_BYTE)).containsOnly(0);
  }
}
