package reactor.xsk.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.sflow.CountersSample;
import reactor.xsk.telemetry.sflow.FlowSample;
import reactor.xsk.telemetry.sflow.GenericInterface;
import reactor.xsk.telemetry.sflow.RawHeader;
import reactor.xsk.telemetry.sflow.SflowExporter;
import reactor.xsk.telemetry.sflow.SflowSample;
import reactor.xsk.telemetry.sflow.SourceId;
import tools.jackson.databind.JsonNode;

/** sfacctd judges samples: flows, interface counters, and the sequence with its checks on. */
@PrivateNetwork
class SfacctdKernelTest {

  private static final int SAMPLES = 1_000;
  private static final int INTERFACES = 5;
  private static final String SHOWN =
      "src_host,dst_host,src_port,dst_port,in_iface,out_iface,sampling_rate,flows";

  @TempDir Path directory;

  private static SflowExporter exporter() {
    return SflowExporter.builder(InetAddress.ofLiteral("192.0.2.10"))
        .maxPayloadBytes(() -> 1_400)
        .pace(2_000, 16)
        .build();
  }

  /** An Ethernet frame with UDP over IPv4; number says which. */
  private static byte[] frame(int number) {
    ByteBuffer frame = ByteBuffer.allocate(100);
    frame.put(12, (byte) 8).put(14, (byte) 0x45).putShort(16, (short) 86);
    frame.put(22, (byte) 64).put(23, (byte) 17);
    frame.putInt(26, 0x0a000000 + number).putInt(30, 0x0b000000 + number);
    frame.putShort(34, (short) number).putShort(36, (short) 53).putShort(38, (short) 66);
    return frame.array();
  }

  private static SflowSample flow(int number) {
    int input = 1 + number % INTERFACES;
    return new FlowSample(
        SourceId.ofInterface(input),
        100,
        100L * number,
        0,
        input,
        number,
        List.of(RawHeader.ofEthernet(frame(number), 128)));
  }

  private static String textOfFlow(int number) {
    return "%s %s %d 53 %d %d 100"
        .formatted(
            RandomFlow.address(0x0a000000 + number),
            RandomFlow.address(0x0b000000 + number),
            number,
            1 + number % INTERFACES,
            number);
  }

  private static String text(JsonNode flow) {
    return Pmacct.text(flow, "sampling_rate");
  }

  private ExportReport export(Pmacct sfacctd, Flux<SflowSample> samples, List<Long> dropped) {
    return Objects.requireNonNull(
        exporter().export(samples, it -> sfacctd.collector().send(it, dropped)).block());
  }

  @Test
  void shouldBringEveryFlowSampleToSfacctd() {
    try (Pmacct sfacctd = Pmacct.sfacctd(directory, SHOWN)) {
      export(sfacctd, Flux.range(0, SAMPLES).map(SfacctdKernelTest::flow), List.of());
      assertThat(sfacctd.flows(SAMPLES).stream().map(SfacctdKernelTest::text))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, SAMPLES).mapToObj(SfacctdKernelTest::textOfFlow).toList());
      assertThat(sfacctd.gaps()).isEmpty();
      assertThat(sfacctd.faults()).isEmpty();
    }
  }

  @Test
  void shouldCloseTheBooksWhereDatagramsAreDropped() {
    try (Pmacct sfacctd = Pmacct.sfacctd(directory, SHOWN)) {
      ExportReport report =
          export(
              sfacctd, Flux.range(0, SAMPLES).map(SfacctdKernelTest::flow), List.of(10L, 11L, 25L));
      sfacctd.flows(report.sentRecords());
      assertThat(report.notSentRecords()).isPositive();
      assertThat(sfacctd.countedFlows() + report.notSentRecords()).isEqualTo(SAMPLES);
      assertThat(sfacctd.gaps()).as("datagrams in the gaps").containsExactly(2L, 1L);
    }
  }

  /** Values of the counters in their order, each as long as its field. */
  private static long[] counters(int index, SplittableRandom random) {
    long[] values = new long[COUNTERS.size()];
    for (int i = 0; i < values.length; i++) {
      boolean isOctets = i == 4 || i == 11;
      values[i] = random.nextLong(isOctets ? Long.MAX_VALUE : 1L << 32);
    }
    values[0] = index;
    values[2] = 1;
    values[3] = 3;
    values[10] = GenericInterface.UNKNOWN & 0xffff_ffffL;
    values[17] = random.nextInt(3);
    return values;
  }

  private static GenericInterface generic(long[] v) {
    return new GenericInterface(
        v[0],
        6,
        v[1],
        (int) v[2],
        (int) v[3],
        v[4],
        v[5],
        v[6],
        v[7],
        v[8],
        v[9],
        v[10],
        v[11],
        v[12],
        v[13],
        v[14],
        v[15],
        v[16],
        (int) v[17]);
  }

  private static final List<String> COUNTERS =
      List.of(
          "ifIndex",
          "ifSpeed",
          "ifDirection",
          "ifStatus",
          "ifInOctets",
          "ifInUcastPkts",
          "ifInMulticastPkts",
          "ifInBroadcastPkts",
          "ifInDiscards",
          "ifInErrors",
          "ifInUnknownProtos",
          "ifOutOctets",
          "ifOutUcastPkts",
          "ifOutMulticastPkts",
          "ifOutBroadcastPkts",
          "ifOutDiscards",
          "ifOutErrors",
          "ifPromiscuousMode");

  private static List<String> countersOf(JsonNode line) {
    return COUNTERS.stream().map(name -> line.path(name).asString()).toList();
  }

  private static List<String> list(long[] values) {
    return LongStream.of(values).mapToObj(Long::toString).toList();
  }

  /** A flow sample comes last, by which one sees that all has been read. */
  @Test
  void shouldBringEveryInterfaceCounterToSfacctdNumberedBySource() {
    SplittableRandom random = new SplittableRandom(11);
    List<long[]> sent =
        IntStream.range(0, SAMPLES).mapToObj(i -> counters(1 + i % INTERFACES, random)).toList();
    Flux<SflowSample> samples =
        Flux.fromIterable(sent)
            .map(it -> new CountersSample(SourceId.ofInterface(it[0]), List.of(generic(it))));
    try (Pmacct sfacctd = Pmacct.sfacctd(directory, SHOWN)) {
      export(sfacctd, samples.concatWithValues(flow(1)), List.of());
      sfacctd.flows(1);
      List<JsonNode> counters = sfacctd.counters();
      assertThat(counters.stream().map(SfacctdKernelTest::countersOf))
          .containsExactlyElementsOf(sent.stream().map(SfacctdKernelTest::list).toList());
      assertThat(counters.stream().map(it -> it.path("sflow_cnt_seq").asInt()))
          .as("each source has its own sequence")
          .containsExactlyElementsOf(
              IntStream.range(0, SAMPLES).map(i -> 1 + i / INTERFACES).boxed().toList());
      assertThat(sfacctd.gaps()).isEmpty();
      assertThat(sfacctd.faults()).isEmpty();
    }
  }
}
