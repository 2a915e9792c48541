package reactor.xsk.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.Written;
import reactor.xsk.telemetry.sflow.Counters;
import reactor.xsk.telemetry.sflow.CountersSample;
import reactor.xsk.telemetry.sflow.FlowSample;
import reactor.xsk.telemetry.sflow.GenericInterface;
import reactor.xsk.telemetry.sflow.HostMemory;
import reactor.xsk.telemetry.sflow.PortName;
import reactor.xsk.telemetry.sflow.RawHeader;
import reactor.xsk.telemetry.sflow.SflowExporter;
import reactor.xsk.telemetry.sflow.SflowRecord;
import reactor.xsk.telemetry.sflow.SflowSample;
import reactor.xsk.telemetry.sflow.SourceId;

/**
 * Wireshark's dissector of sFlow. It does not step over structures that it does not know, so each
 * of those is alone in its sample here.
 */
class SflowTsharkTest {

  private static final int MAX_BYTES = 1_400;

  @TempDir Path directory;

  private static SflowSample host(SflowRecord structure) {
    return new CountersSample(SourceId.ofHost(), List.of(structure));
  }

  private static Flux<SflowSample> samples() {
    GenericInterface eth0 =
        new GenericInterface(
            2, 6, 10_000_000_000L, 1, 3, 1, 2, -1, -1, 3, 4, -1, 5, 6, -1, -1, 7, 8, 0);
    byte[] frame = new byte[120];
    frame[12] = 8; // IPv4
    frame[14] = 0x45;
    frame[17] = 106;
    frame[22] = 64;
    frame[23] = 17;
    frame[39] = 86;
    SflowSample flow =
        new FlowSample(
            SourceId.ofInterface(2), 100, 100, 0, 2, 3, List.of(RawHeader.ofEthernet(frame, 128)));
    SflowSample counters = new CountersSample(SourceId.ofInterface(2), List.of(eth0));
    return Flux.<SflowSample>just(
            counters,
            flow,
            host(new PortName("eth0")),
            host(new HostMemory(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
            host(Counters.udp(1, 2, 3, 4, 5, 6, 7)),
            host(Counters.tcp(new long[15])))
        .repeat(20);
  }

  private Tshark captured(boolean expanded) {
    Capture capture = new Capture(6343);
    SflowExporter exporter =
        SflowExporter.builder(InetAddress.ofLiteral("192.0.2.10"))
            .expanded(expanded)
            .pace(0, 1)
            .maxPayloadBytes(() -> MAX_BYTES)
            .build();
    List<TelemetryMessage> messages =
        Objects.requireNonNull(exporter.messages(samples()).collectList().block());
    messages.forEach(message -> capture.add(Written.message(message, MAX_BYTES)));
    return new Tshark(directory, capture);
  }

  @Test
  void shouldSendWhatTsharkReadsWithoutAMark() {
    Tshark tshark = captured(false);
    assertThat(tshark.lines("-Y", "_ws.malformed")).isEmpty();
    assertThat(tshark.count("sflow")).isEqualTo(tshark.lines().size());
    assertThat(tshark.count("sflow_245.ifinpkt == 2")).isPositive();
  }

  @Test
  void shouldSendExpandedFormsThatTsharkReadsWithoutAMark() {
    assertThat(captured(true).lines("-Y", "_ws.malformed")).isEmpty();
  }
}
