package reactor.xsk.samples.exporter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import reactor.xsk.telemetry.record.ElementSemantics;
import reactor.xsk.telemetry.record.ElementUnits;
import reactor.xsk.telemetry.record.Field;

/**
 * The records of this machine. What has no element in the registry is an element of enterprise
 * 32473, the number for documentation (RFC 5612): use your own.
 */
final class HostRecords {

  private static final long ENTERPRISE = 32473;

  private HostRecords() {}

  /** What NetFlow v9 can carry of an interface: the traffic that it received. */
  record InterfaceTotals(
      int ingressInterface,
      @Field(sizeBytes = 16) String interfaceName,
      long octetTotalCount,
      long packetTotalCount) {}

  /** The counters of an interface. */
  record InterfaceCounters(
      int ingressInterface,
      @Field(sizeBytes = 16) String interfaceName,
      long observationTimeMilliseconds,
      long octetTotalCount,
      long packetTotalCount,
      long droppedPacketTotalCount,
      @Field(
              enterprise = ENTERPRISE,
              id = 1,
              semantics = ElementSemantics.TOTAL_COUNTER,
              units = ElementUnits.OCTETS)
          long sentOctetTotalCount,
      @Field(
              enterprise = ENTERPRISE,
              id = 2,
              semantics = ElementSemantics.TOTAL_COUNTER,
              units = ElementUnits.PACKETS)
          long sentPacketTotalCount) {}

  /** Processors, memory, TCP and UDP. */
  record HostCounters(
      long observationTimeMilliseconds,
      @Field(enterprise = ENTERPRISE, id = 10, units = ElementUnits.MILLISECONDS) long cpuUser,
      @Field(enterprise = ENTERPRISE, id = 11, units = ElementUnits.MILLISECONDS) long cpuSystem,
      @Field(enterprise = ENTERPRISE, id = 12, units = ElementUnits.MILLISECONDS) long cpuIdle,
      @Field(enterprise = ENTERPRISE, id = 20, units = ElementUnits.OCTETS) long memoryTotal,
      @Field(enterprise = ENTERPRISE, id = 21, units = ElementUnits.OCTETS) long memoryAvailable,
      @Field(enterprise = ENTERPRISE, id = 30) long tcpSegmentsIn,
      @Field(enterprise = ENTERPRISE, id = 31) long tcpSegmentsOut,
      @Field(enterprise = ENTERPRISE, id = 32) long tcpRetransmitted,
      @Field(enterprise = ENTERPRISE, id = 40) long udpDatagramsIn,
      @Field(enterprise = ENTERPRISE, id = 41) long udpDatagramsOut,
      @Field(enterprise = ENTERPRISE, id = 42) long udpReceiveBufferErrors) {}

  static List<Record> ofIpfix(HostReading reading) {
    List<Record> records = new ArrayList<>();
    for (HostReading.Interface each : reading.interfaces()) {
      records.add(
          new InterfaceCounters(
              each.index(),
              each.name(),
              reading.timeMs(),
              each.receivedOctets(),
              each.receivedPackets(),
              each.receiveDrops() + each.sendDrops(),
              each.sentOctets(),
              each.sentPackets()));
    }
    List<Long> cpu = reading.processors().timesMs();
    Map<String, Long> tcp = reading.snmp().getOrDefault("Tcp", Map.of());
    Map<String, Long> udp = reading.snmp().getOrDefault("Udp", Map.of());
    records.add(
        new HostCounters(
            reading.timeMs(),
            cpu.get(0),
            cpu.get(2),
            cpu.get(3),
            reading.memory().getOrDefault("MemTotal", 0L),
            reading.memory().getOrDefault("MemAvailable", 0L),
            tcp.getOrDefault("InSegs", 0L),
            tcp.getOrDefault("OutSegs", 0L),
            tcp.getOrDefault("RetransSegs", 0L),
            udp.getOrDefault("InDatagrams", 0L),
            udp.getOrDefault("OutDatagrams", 0L),
            udp.getOrDefault("RcvbufErrors", 0L)));
    return records;
  }

  static List<Record> ofNetFlow(HostReading reading) {
    List<Record> records = new ArrayList<>();
    for (HostReading.Interface each : reading.interfaces()) {
      records.add(
          new InterfaceTotals(
              each.index(), each.name(), each.receivedOctets(), each.receivedPackets()));
    }
    return records;
  }
}
