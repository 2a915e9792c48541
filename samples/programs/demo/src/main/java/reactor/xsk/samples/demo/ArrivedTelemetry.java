package reactor.xsk.samples.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.xsk.samples.telemetry.Reading.CpuTimes;
import reactor.xsk.samples.telemetry.Reading.InterfaceCounters;
import reactor.xsk.samples.telemetry.TelemetryRecord;

/** What a collector would show of the records that it received. */
final class ArrivedTelemetry {

  private final Map<String, InterfaceCounters> interfaces = new LinkedHashMap<>();
  private @Nullable CpuTimes first;
  private @Nullable CpuTimes last;

  synchronized void onRecord(TelemetryRecord record) {
    switch (record.reading()) {
      case InterfaceCounters i -> interfaces.put(i.name(), i);
      case CpuTimes c when c.name().equals("cpu") -> {
        first = first == null ? c : first;
        last = c;
      }
      default -> {}
    }
  }

  /** One line for all CPUs together, and one for each interface that has seen a packet. */
  synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (first != null && last != null) {
      lines.add("cpu         %.0f %% busy".formatted(100 * busy(first, last)));
    }
    interfaces.values().stream()
        .filter(i -> i.rxPackets() + i.txPackets() != 0)
        .map(
            i ->
                "%-11s rx %,d packets, %,d bytes; tx %,d packets, %,d bytes"
                    .formatted(i.name(), i.rxPackets(), i.rxBytes(), i.txPackets(), i.txBytes()))
        .forEach(lines::add);
    return lines;
  }

  private static double busy(CpuTimes from, CpuTimes to) {
    double all = total(to) - total(from);
    double idle = to.idle() + to.iowait() - from.idle() - from.iowait();
    return all == 0 ? 0 : 1 - idle / all;
  }

  private static long total(CpuTimes c) {
    return c.user()
        + c.nice()
        + c.system()
        + c.idle()
        + c.iowait()
        + c.irq()
        + c.softirq()
        + c.steal();
  }
}
