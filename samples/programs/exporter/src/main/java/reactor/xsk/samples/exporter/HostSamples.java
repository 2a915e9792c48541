package reactor.xsk.samples.exporter;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import reactor.xsk.telemetry.sflow.CountersSample;
import reactor.xsk.telemetry.sflow.GenericInterface;
import reactor.xsk.telemetry.sflow.HostAdapters;
import reactor.xsk.telemetry.sflow.HostCpu;
import reactor.xsk.telemetry.sflow.HostDescription;
import reactor.xsk.telemetry.sflow.HostMemory;
import reactor.xsk.telemetry.sflow.HostNetIo;
import reactor.xsk.telemetry.sflow.PortName;
import reactor.xsk.telemetry.sflow.SflowRecord;
import reactor.xsk.telemetry.sflow.SflowSample;
import reactor.xsk.telemetry.sflow.SourceId;

/** The counters of this machine as sFlow samples. */
final class HostSamples {

  private static final long UNKNOWN = GenericInterface.UNKNOWN;
  private static final int LINUX = 2;

  /** A sample has to fit into 512 octets, the message of a path that is not known yet. */
  private static final int ADAPTERS_PER_SAMPLE = 24;

  private HostSamples() {}

  static List<SflowSample> of(HostReading reading) {
    List<SflowSample> samples = new ArrayList<>();
    for (HostReading.Interface each : reading.interfaces()) {
      samples.add(
          new CountersSample(
              SourceId.ofInterface(each.index()),
              List.of(generic(each), new PortName(each.name()))));
    }
    samples.add(
        ofHost(
            List.of(
                description(reading.identity()),
                cpu(reading.processors()),
                memory(reading),
                reading.disk(),
                netIo(reading.interfaces()))));
    samples.add(ofHost(SnmpRecords.of(reading.snmp())));
    List<HostAdapters.Adapter> adapters = adapters(reading.interfaces());
    for (int from = 0; from < adapters.size(); from += ADAPTERS_PER_SAMPLE) {
      int to = Math.min(adapters.size(), from + ADAPTERS_PER_SAMPLE);
      samples.add(ofHost(List.of(new HostAdapters(adapters.subList(from, to)))));
    }
    return samples;
  }

  private static CountersSample ofHost(List<? extends SflowRecord> records) {
    return new CountersSample(SourceId.ofHost(), records);
  }

  private static GenericInterface generic(HostReading.Interface each) {
    return new GenericInterface(
        each.index(),
        interfaceType(each.hardwareType()),
        each.bitsPerSecond(),
        switch (each.duplex()) {
          case FULL -> 1;
          case HALF -> 2;
          case UNKNOWN -> 0;
        },
        (each.enabled() ? 1 : 0) | (each.operational() ? 2 : 0),
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
        each.promiscuous() ? 1 : 0);
  }

  /** The ifType of IANA of an ARPHRD_ constant. */
  private static int interfaceType(int hardwareType) {
    return switch (hardwareType) {
      case 1 -> 6; // Ethernet
      case 772 -> 24; // loopback
      case 768, 769, 776, 778 -> 131; // tunnels
      default -> 1; // other
    };
  }

  private static HostDescription description(HostReading.Identity identity) {
    return new HostDescription(
        identity.hostName(),
        identity.uuid(),
        machineType(identity.architecture()),
        LINUX,
        identity.release());
  }

  /** The machine_type of sFlow of an os.arch of the JVM. */
  private static int machineType(String architecture) {
    return switch (architecture) {
      case "i386", "x86" -> 2;
      case "amd64", "x86_64" -> 3;
      case "ppc64", "ppc64le" -> 7;
      case "arm", "aarch64" -> 10;
      case "s390x" -> 12;
      default -> 1; // other
    };
  }

  private static HostCpu cpu(HostReading.Processors processors) {
    List<Long> ms = new ArrayList<>(processors.timesMs());
    while (ms.size() < 10) { // kernels before 2.6.33 have fewer
      ms.add(UNKNOWN);
    }
    List<Float> load = processors.load();
    return new HostCpu(
        load.get(0),
        load.get(1),
        load.get(2),
        processors.running(),
        processors.threads(),
        processors.count(),
        processors.megahertz(),
        processors.upSeconds(),
        ms.get(0),
        ms.get(1),
        ms.get(2),
        ms.get(3),
        ms.get(4),
        ms.get(5),
        ms.get(6),
        processors.interrupts(),
        processors.contextSwitches(),
        ms.get(7),
        ms.get(8),
        ms.get(9));
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
        UNKNOWN, // pgpgin and pgpgout count kibibytes, and not pages
        UNKNOWN,
        reading.paging().getOrDefault("pswpin", UNKNOWN),
        reading.paging().getOrDefault("pswpout", UNKNOWN));
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

  private static List<HostAdapters.Adapter> adapters(List<HostReading.Interface> all) {
    return all.stream()
        .filter(it -> it.macAddress() != null)
        .map(
            it ->
                new HostAdapters.Adapter(
                    it.index(), List.of(Objects.requireNonNull(it.macAddress()))))
        .toList();
  }
}
