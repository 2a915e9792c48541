package reactor.xsk.samples.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.sflow.SflowExporter;
import reactor.xsk.telemetry.sflow.SflowSample;

/** What goes out: the structures in the datagrams of an exporter whose path is not known. */
class HostSamplesTest {

  private static final int MOST_BYTES = 512;

  @TempDir Path directory;
  private FakeMachine machine;

  @BeforeEach
  void makeMachine() {
    machine = new FakeMachine(directory);
  }

  @Test
  void shouldSendEveryStructureOfAHostAndOfAnInterface() throws Exception {
    assertThat(sent().keySet())
        .containsExactly(1, 1005, 2000, 2001, 2003, 2004, 2005, 2006, 2007, 2008, 2009, 2010);
  }

  @Test
  void shouldSendIcmpCountersInTheOrderOfTheStructure() throws Exception {
    int[] values = integers(sent().get(2008).getFirst());
    assertThat(values).containsExactly(IntStream.rangeClosed(1, 25).toArray());
  }

  @Test
  void shouldSendTheCountersOfIpTcpAndUdpAsTheKernelOrdersThem() throws Exception {
    Map<Integer, List<ByteBuffer>> sent = sent();
    assertThat(integers(sent.get(2007).getFirst())).hasSize(19).startsWith(1, 64).endsWith(119);
    assertThat(integers(sent.get(2009).getFirst())).hasSize(15).endsWith(13, 14, 15).contains(-1);
    assertThat(integers(sent.get(2010).getFirst())).containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void shouldSendSpeedDirectionAndStatusOfALink() throws Exception {
    ByteBuffer up = sent().get(1).getFirst();
    assertThat(up.getInt(4)).isEqualTo(6);
    assertThat(up.getLong(8)).isEqualTo(2_500_000_000L);
    assertThat(up.getInt(16)).isEqualTo(1);
    assertThat(up.getInt(20)).isEqualTo(3);
    machine.set("eth0", "operstate", "down").set("eth0", "duplex", "half");
    ByteBuffer down = sent().get(1).getFirst();
    assertThat(down.getInt(16)).isEqualTo(2);
    assertThat(down.getInt(20)).isEqualTo(1);
  }

  @Test
  void shouldDescribeTheHost() throws Exception {
    ByteBuffer description = sent().get(2000).getFirst();
    byte[] name = new byte[4];
    description.get(4, name);
    assertThat(new String(name, StandardCharsets.US_ASCII)).isEqualTo("fake");
    assertThat(description.getInt(28)).as("Linux").isEqualTo(2);
  }

  @Test
  void shouldSendTheAdaptersOfManyInterfacesInDatagramsThatFit() throws Exception {
    List<HostReading.Interface> many = new ArrayList<>();
    HostReading reading = machine.read();
    for (int i = 0; i < 100; i++) {
      many.addAll(reading.interfaces());
    }
    HostReading crowded =
        new HostReading(
            0,
            reading.identity(),
            many,
            reading.processors(),
            reading.memory(),
            reading.paging(),
            reading.disk(),
            reading.snmp());
    int adapters =
        sent(HostSamples.of(crowded)).get(2001).stream().mapToInt(it -> it.getInt(0)).sum();
    assertThat(adapters).isEqualTo(100);
  }

  private Map<Integer, List<ByteBuffer>> sent() throws Exception {
    return sent(HostSamples.of(machine.read()));
  }

  /** The structures by their format. */
  private static Map<Integer, List<ByteBuffer>> sent(List<SflowSample> samples) throws Exception {
    SflowExporter exporter =
        SflowExporter.builder(InetAddress.getByName("192.0.2.1")).pace(0, 32).build();
    Map<Integer, List<ByteBuffer>> structures = new TreeMap<>();
    for (TelemetryMessage message :
        exporter.messages(Flux.fromIterable(samples)).collectList().block()) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment payload = arena.allocate(MOST_BYTES);
        int bytes = message.writeTo(payload);
        assertThat(bytes).isBetween(1, MOST_BYTES);
        byte[] datagram = payload.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
        take(ByteBuffer.wrap(datagram), structures);
      }
    }
    assertThat(exporter.report().notSentRecords()).as("records that fit no datagram").isZero();
    return structures;
  }

  private static void take(ByteBuffer datagram, Map<Integer, List<ByteBuffer>> structures) {
    int samples = datagram.getInt(24);
    datagram.position(28);
    for (int i = 0; i < samples; i++) {
      datagram.position(datagram.position() + 16); // format, length, sequence number, source
      int records = datagram.getInt();
      for (int k = 0; k < records; k++) {
        int format = datagram.getInt();
        int length = datagram.getInt();
        structures
            .computeIfAbsent(format, it -> new ArrayList<>())
            .add(datagram.slice(datagram.position(), length));
        datagram.position(datagram.position() + length);
      }
    }
    assertThat(datagram.remaining()).isZero();
  }

  private static int[] integers(ByteBuffer structure) {
    int[] values = new int[structure.limit() / 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = structure.getInt(4 * i);
    }
    return values;
  }
}
