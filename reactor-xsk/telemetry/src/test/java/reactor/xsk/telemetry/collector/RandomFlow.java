package reactor.xsk.telemetry.collector;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import reactor.xsk.telemetry.Exporter;
import reactor.xsk.telemetry.ipfix.IpfixExporter;
import reactor.xsk.telemetry.netflow.NetFlow9Exporter;
import reactor.xsk.telemetry.record.RecordTemplate;

/** A flow of random values, in the elements that every collector of flows stores. */
record RandomFlow(
    int sourceIPv4Address,
    int destinationIPv4Address,
    int sourceTransportPort,
    int destinationTransportPort,
    byte protocolIdentifier,
    int ingressInterface,
    int egressInterface,
    long octetDeltaCount,
    long packetDeltaCount,
    long flowStartMilliseconds,
    long flowEndMilliseconds) {

  /** At a rate that a collector keeps up with on a busy machine. */
  static Exporter<RandomFlow> ipfix() {
    return IpfixExporter.builder(RecordTemplate.of(RandomFlow.class))
        .maxPayloadBytes(() -> 1_400)
        .pace(2_000, 16)
        .build();
  }

  static Exporter<RandomFlow> netFlow9() {
    return NetFlow9Exporter.builder(RecordTemplate.of(RandomFlow.class))
        .maxPayloadBytes(() -> 1_400)
        .pace(2_000, 16)
        .build();
  }

  static List<RandomFlow> list(int count) {
    SplittableRandom random = new SplittableRandom(7);
    long nowMs = System.currentTimeMillis();
    return IntStream.range(0, count).mapToObj(i -> random(random, nowMs)).toList();
  }

  private static RandomFlow random(SplittableRandom random, long nowMs) {
    long startMs = nowMs - 60_000 - random.nextInt(60_000);
    return new RandomFlow(
        random.nextInt(),
        random.nextInt(),
        random.nextInt(65_536),
        random.nextInt(65_536),
        (byte) 17,
        random.nextInt(65_536),
        random.nextInt(65_536),
        random.nextLong(1, 1L << 40),
        random.nextLong(1, 1L << 40),
        startMs,
        startMs + random.nextInt(60_000));
  }

  /** The values but the times, as collectors print them. */
  String text() {
    return String.join(
        " ",
        address(sourceIPv4Address),
        address(destinationIPv4Address),
        "" + sourceTransportPort,
        "" + destinationTransportPort,
        "" + ingressInterface,
        "" + egressInterface,
        "" + octetDeltaCount,
        "" + packetDeltaCount);
  }

  static String address(int value) {
    byte[] octets = {
      (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
    };
    try {
      return InetAddress.getByAddress(octets).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
