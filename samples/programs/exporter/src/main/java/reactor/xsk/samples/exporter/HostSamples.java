package reactor.xsk.samples.exporter;

import java.util.ArrayList;
import java.util.List;
import reactor.xsk.telemetry.sflow.Counters;
import reactor.xsk.telemetry.sflow.CountersSample;
import reactor.xsk.telemetry.sflow.GenericInterface;
import reactor.xsk.telemetry.sflow.HostCpu;
import reactor.xsk.telemetry.sflow.HostMemory;
import reactor.xsk.telemetry.sflow.HostNetIo;
import reactor.xsk.telemetry.sflow.PortName;
import reactor.xsk.telemetry.sflow.SflowRecord;
import reactor.xsk.telemetry.sflow.SflowSample;
import reactor.xsk.telemetry.sflow.SourceId;

/** The counters of this machine as sFlow samples. */
final class HostSamples {

  private static final long UNKNOWN = GenericInterface.UNKNOWN;

  private HostSamples() {}

  static List<SflowSample> of(HostReading reading) {
    List<SflowSample> samples = new ArrayList<>();
    for (HostReading.Interface each : reading.interfaces()) {
      samples.add(
          new CountersSample(
              SourceId.ofInterface(each.index()),
              List.of(generic(each), new PortName(each.name()))));
    }
    List<SflowRecord> host = new ArrayList<>();
    host.add(cpu(reading));
    host.add(memory(reading));
    host.add(netIo(reading.interfaces()));
    addRow(reading, "Udp", 7, host);
    addRow(reading, "Tcp", 15, host);
    addRow(reading, "Ip", 19, host);
    samples.add(new CountersSample(SourceId.ofHost(), host));
    return samples;
  }

  private static GenericInterface generic(HostReading.Interface each) {
    return new GenericInterface(
        each.index(),
        6,
        0,
        0,
        3,
        each.receivedOctets(),
        each.receivedPackets() - each.multicast(),
        each.multicast(),
        UNKNOWN,
        each.receiveDrops(),
        each.receiveErrors(),
        UNKNOWN,
        each.sentOctets(),
        each.sentPackets(),
        UNKNOWN,
        UNKNOWN,
        each.sendDrops(),
        each.sendErrors(),
        0);
  }

  private static HostCpu cpu(HostReading reading) {
    List<Long> cpu = new ArrayList<>(reading.cpu());
    while (cpu.size() < 10) { // kernels before 2.6.33 have fewer
      cpu.add(UNKNOWN);
    }
    List<Float> load = reading.load();
    return new HostCpu(
        load.get(0),
        load.get(1),
        load.get(2),
        0,
        0,
        Runtime.getRuntime().availableProcessors(),
        0,
        0,
        cpu.get(0),
        cpu.get(1),
        cpu.get(2),
        cpu.get(3),
        cpu.get(4),
        cpu.get(5),
        cpu.get(6),
        UNKNOWN,
        UNKNOWN,
        cpu.get(7),
        cpu.get(8),
        cpu.get(9));
  }

  private static HostMemory memory(HostReading reading) {
    return new HostMemory(
        bytes(reading, "MemTotal"),
        bytes(reading, "MemFree"),
        bytes(reading, "Shmem"),
        bytes(reading, "Buffers"),
        bytes(reading, "Cached"),
        bytes(reading, "SwapTotal"),
        bytes(reading, "SwapFree"),
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN);
  }

  private static long bytes(HostReading reading, String name) {
    return reading.memory().getOrDefault(name, 0L);
  }

  private static HostNetIo netIo(List<HostReading.Interface> all) {
    return new HostNetIo(
        all.stream().mapToLong(HostReading.Interface::receivedOctets).sum(),
        all.stream().mapToLong(HostReading.Interface::receivedPackets).sum(),
        all.stream().mapToLong(HostReading.Interface::receiveErrors).sum(),
        all.stream().mapToLong(HostReading.Interface::receiveDrops).sum(),
        all.stream().mapToLong(HostReading.Interface::sentOctets).sum(),
        all.stream().mapToLong(HostReading.Interface::sentPackets).sum(),
        all.stream().mapToLong(HostReading.Interface::sendErrors).sum(),
        all.stream().mapToLong(HostReading.Interface::sendDrops).sum());
  }

  private static void addRow(HostReading reading, String name, int count, List<SflowRecord> host) {
    List<Long> row = reading.snmp().getOrDefault(name, List.of());
    if (row.size() < count) {
      return;
    }
    long[] values = row.stream().limit(count).mapToLong(Long::longValue).toArray();
    host.add(
        switch (name) {
          case "Udp" -> Counters.udp(values);
          case "Tcp" -> Counters.tcp(values);
          default -> Counters.ip(values);
        });
  }
}
