package reactor.xsk.samples.demo;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.xsk.samples.demo.HostRecord.CpuTimes;
import reactor.xsk.samples.demo.HostRecord.InterfaceCounters;

/** The collector of one export: reads its datagrams, checks its flows, and counts. */
final class Collector {

  private static final int INTERFACE_NAME = 82;
  private static final int OCTET_TOTAL_COUNT = 85;
  private static final int PACKET_TOTAL_COUNT = 86;
  private static final int NOT_SENT_FLOW_TOTAL_COUNT = 166;

  private final IpfixReader reader = new IpfixReader(this::onRecord);
  private final Map<String, InterfaceCounters> interfaces = new LinkedHashMap<>();
  private final List<CpuTimes> cpuTimes = new ArrayList<>();
  private long nextFlow;

  // written by the receiver's thread only, read by any
  private volatile long datagrams;
  private volatile long collected;
  private volatile long wrong;
  private volatile long reportedNotSent;
  private volatile long missing;

  void onDatagram(MemorySegment payload) {
    try {
      reader.read(payload);
    } catch (IllegalArgumentException e) {
      wrong = wrong + 1;
    }
    missing = reader.missing();
    datagrams = datagrams + 1;
  }

  private void onRecord(IpfixRecord record) {
    if (record.has(0, NOT_SENT_FLOW_TOTAL_COUNT)) {
      reportedNotSent = record.number(0, NOT_SENT_FLOW_TOTAL_COUNT);
    } else if (record.has(0, Flow.FLOW_ID)) {
      onFlow(Flow.read(record));
    } else if (record.has(0, INTERFACE_NAME)) {
      collected = collected + 1;
      onInterface(record);
    } else if (record.has(HostRecord.ENTERPRISE, HostRecord.BUSY)) {
      collected = collected + 1;
      onCpu(record);
    } // what is left describes elements of the enterprise
  }

  /** Flows may be missing, but come in order, once, and unchanged. */
  private void onFlow(Flow flow) {
    if (flow.flowId() < nextFlow || !flow.equals(Flow.of(flow.flowId()))) {
      wrong = wrong + 1;
    } else {
      collected = collected + 1;
      nextFlow = flow.flowId() + 1;
    }
  }

  private synchronized void onInterface(IpfixRecord record) {
    String name = record.text(0, INTERFACE_NAME);
    interfaces.put(
        name,
        new InterfaceCounters(
            name,
            record.number(0, OCTET_TOTAL_COUNT),
            record.number(0, PACKET_TOTAL_COUNT),
            record.number(HostRecord.ENTERPRISE, HostRecord.SENT_OCTETS),
            record.number(HostRecord.ENTERPRISE, HostRecord.SENT_PACKETS)));
  }

  private synchronized void onCpu(IpfixRecord record) {
    cpuTimes.add(
        new CpuTimes(
            record.number(HostRecord.ENTERPRISE, HostRecord.BUSY),
            record.number(HostRecord.ENTERPRISE, HostRecord.IDLE)));
  }

  /** One line for all CPUs, and one for each interface that has seen a packet. */
  synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!cpuTimes.isEmpty()) {
      lines.add("cpu         %.0f %% busy".formatted(busyPercent()));
    }
    interfaces.values().stream()
        .filter(it -> it.packetTotalCount() + it.sentPacketTotalCount() != 0)
        .map(
            it ->
                "%-11s rx %,d packets, %,d bytes; tx %,d packets, %,d bytes"
                    .formatted(
                        it.interfaceName(),
                        it.packetTotalCount(),
                        it.octetTotalCount(),
                        it.sentPacketTotalCount(),
                        it.sentOctetTotalCount()))
        .forEach(lines::add);
    return lines;
  }

  private double busyPercent() {
    CpuTimes first = cpuTimes.getFirst();
    CpuTimes last = cpuTimes.getLast();
    double busy = last.busyMilliseconds() - first.busyMilliseconds();
    double all = busy + last.idleMilliseconds() - first.idleMilliseconds();
    return all == 0 ? 0 : 100 * busy / all;
  }

  long datagrams() {
    return datagrams;
  }

  /** Records that came in order, once and unchanged. */
  long collected() {
    return collected;
  }

  /** Datagrams that are no message, and flows that are not as they were sent. */
  long wrong() {
    return wrong;
  }

  /** What the exporter says that it did not send, in its last record on it. */
  long reportedNotSent() {
    return reportedNotSent;
  }

  /** Records that are missing by the sequence numbers. */
  long missing() {
    return missing;
  }
}
