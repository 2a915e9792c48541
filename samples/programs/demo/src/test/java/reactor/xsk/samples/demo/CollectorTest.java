package reactor.xsk.samples.demo;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendResult;
import reactor.xsk.samples.demo.HostRecord.CpuTimes;
import reactor.xsk.samples.demo.HostRecord.InterfaceCounters;
import reactor.xsk.telemetry.Exporter;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.ipfix.IpfixExporter;
import reactor.xsk.telemetry.record.RecordTemplate;

/** The collector sees what is lost, repeated or changed: else the demo would show nothing. */
class CollectorTest {

  private static final int TEMPLATES = 6; // three times, of two domains
  private static final int FLOWS_PER_MESSAGE = 20;

  private final Collector collector = new Collector();

  /** The datagrams of an export, without the one that the transport reports as dropped. */
  private static <R> List<byte[]> exported(Exporter<R> exporter, Flux<R> records, long dropped) {
    List<byte[]> datagrams = new ArrayList<>();
    exporter
        .export(
            records,
            messages ->
                messages.index(
                    (index, message) -> {
                      byte[] octets = octets(message);
                      if (index == dropped) {
                        return SendResult.of(
                            message, SendOutcome.DROPPED, new IllegalStateException("by the test"));
                      }
                      datagrams.add(octets);
                      return SendResult.of(message, SendOutcome.COMPLETED, null);
                    }))
        .block();
    return datagrams;
  }

  private static byte[] octets(TelemetryMessage message) {
    MemorySegment payload = MemorySegment.ofArray(new byte[512]);
    return payload.asSlice(0, message.writeTo(payload)).toArray(JAVA_BYTE);
  }

  private static List<byte[]> flows(int count, long dropped) {
    return exported(
        IpfixExporter.builder(RecordTemplate.of(Flow.class)).pace(0, 1).build(),
        Flux.range(0, count).map(Flow::of),
        dropped);
  }

  private void collect(List<byte[]> datagrams) {
    datagrams.forEach(it -> collector.onDatagram(MemorySegment.ofArray(it)));
  }

  @Test
  void shouldCollectEveryFlow() {
    collect(flows(100, -1));

    assertThat(collector.collected()).isEqualTo(100);
    assertThat(collector.wrong()).isZero();
    assertThat(collector.missing()).isZero();
    assertThat(collector.reportedNotSent()).isZero();
  }

  @Test
  void shouldMissWhatTheExporterReportsAsNotSent() {
    collect(flows(100, TEMPLATES + 1));

    assertThat(collector.collected()).isEqualTo(100 - FLOWS_PER_MESSAGE);
    assertThat(collector.missing()).isEqualTo(FLOWS_PER_MESSAGE);
    assertThat(collector.reportedNotSent()).isEqualTo(FLOWS_PER_MESSAGE);
    assertThat(collector.wrong()).isZero();
  }

  @Test
  void shouldCountFlowsThatComeTwice() {
    List<byte[]> datagrams = flows(100, -1);
    datagrams.add(TEMPLATES, datagrams.get(TEMPLATES));
    collect(datagrams);

    assertThat(collector.wrong()).isEqualTo(FLOWS_PER_MESSAGE);
  }

  @Test
  void shouldCountAFlowThatWasChanged() {
    List<byte[]> datagrams = flows(100, -1);
    byte[] last = datagrams.get(TEMPLATES);
    last[last.length - 1] ^= 1;
    collect(datagrams);

    assertThat(collector.wrong()).isEqualTo(1);
    assertThat(collector.collected()).isEqualTo(99);
  }

  @Test
  void shouldCountWhatIsNoMessage() {
    collect(List.of(new byte[0], new byte[50], new byte[] {0, 10, 0, 4}));

    assertThat(collector.wrong()).isEqualTo(3);
  }

  @Test
  void shouldCountRecordsThatComeBeforeTheirTemplate() {
    List<byte[]> datagrams = flows(1, -1);
    collect(List.of(datagrams.get(TEMPLATES)));

    assertThat(collector.wrong()).isEqualTo(1);
    assertThat(collector.collected()).isZero();
  }

  @Test
  void shouldShowWhatItReadOfTheMachine() {
    collect(
        exported(
            IpfixExporter.<HostRecord>builder()
                .template(RecordTemplate.of(InterfaceCounters.class))
                .template(RecordTemplate.of(CpuTimes.class))
                .build(),
            Flux.just(
                new InterfaceCounters("eth0", 5_000, 4, 3_000, 2),
                new CpuTimes(100, 1_000),
                new CpuTimes(125, 1_075)),
            -1));

    assertThat(collector.collected()).isEqualTo(3);
    assertThat(collector.lines())
        .containsExactly(
            "cpu         25 % busy",
            "eth0        rx 4 packets, 5,000 bytes; tx 2 packets, 3,000 bytes");
  }
}
