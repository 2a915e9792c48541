package reactor.xsk.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.xsk.samples.telemetry.Reading.Pattern;
import reactor.xsk.samples.telemetry.RecordEncoder;
import reactor.xsk.samples.telemetry.TelemetryRecord;

class RecordCheckerTest {

  private final List<TelemetryRecord> good = new ArrayList<>();
  private final RecordChecker checker = new RecordChecker(good::add);

  @BeforeEach
  void expectFour() {
    for (int n = 0; n < 4; n++) {
      checker.expect(record(n));
    }
  }

  private static TelemetryRecord record(long sequence) {
    return new TelemetryRecord(sequence, 9, new Pattern(5));
  }

  private static MemorySegment payload(TelemetryRecord record) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[RecordEncoder.lengthOf(record)]);
    RecordEncoder.encode(record, bytes);
    return bytes;
  }

  private void arrive(long... sequences) {
    for (long sequence : sequences) {
      checker.check(payload(record(sequence)));
    }
  }

  private void assertCounts(long received, long changed, long outOfOrder) {
    assertThat(List.of(checker.received(), checker.changed(), checker.outOfOrder()))
        .as("received, changed, out of order")
        .containsExactly(received, changed, outOfOrder);
  }

  @Test
  void shouldReceiveWhatArrivesInOrder() {
    arrive(0, 1, 2, 3);

    assertCounts(4, 0, 0);
    assertThat(good).containsExactly(record(0), record(1), record(2), record(3));
  }

  @Test
  void shouldReceiveWhatComesAfterALoss() {
    arrive(0, 3);

    assertCounts(2, 0, 0);
  }

  @Test
  void shouldCountARepeatedRecord() {
    arrive(0, 1, 1, 2);

    assertCounts(3, 0, 1);
  }

  @Test
  void shouldCountALateRecord() {
    arrive(0, 2, 1, 3);

    assertCounts(3, 0, 1);
  }

  @Test
  void shouldCountARecordThatWasNeverSent() {
    arrive(0, 1, 2, 3, 4);

    assertCounts(4, 0, 1);
  }

  @Test
  void shouldCountARecordWithOtherContentButTheRightSequence() {
    checker.check(payload(new TelemetryRecord(0, 10, new Pattern(5))));

    assertCounts(0, 1, 0);
  }

  @Test
  void shouldCountBytesThatAreNoRecord() {
    checker.check(MemorySegment.ofArray(new byte[50]));

    assertCounts(0, 1, 0);
  }
}
