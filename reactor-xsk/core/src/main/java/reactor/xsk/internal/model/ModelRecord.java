package reactor.xsk.internal.model;

import java.util.ArrayList;
import java.util.List;
import reactor.xsk.virtual.VirtualCounters;
import reactor.xsk.virtual.VirtualDescriptor;

/** What a virtual kernel has done. Guarded by the kernel's lock. */
final class ModelRecord {

  private final boolean traces;
  private final List<VirtualDescriptor> trace = new ArrayList<>();
  private long kicks;
  private long packets;
  private long bytes;
  private long doorbells;
  private long dropped;
  private long invalid;
  private long completions;
  private long lost;

  ModelRecord(boolean traces) {
    this.traces = traces;
  }

  void kick() {
    kicks++;
  }

  void transmitted(long umemAddress, int lengthBytes, boolean more, boolean doorbell) {
    packets++;
    bytes += lengthBytes;
    doorbells += doorbell ? 1 : 0;
    if (traces) {
      trace.add(VirtualDescriptor.of(kicks, umemAddress, lengthBytes, more, doorbell));
    }
  }

  void dropped() {
    dropped++;
  }

  void invalid() {
    invalid++;
  }

  long packetCount() {
    return packets;
  }

  void completed() {
    completions++;
  }

  void lost() {
    lost++;
  }

  VirtualCounters snapshot() {
    return VirtualCounters.of(
        kicks, packets, bytes, doorbells, dropped, invalid, completions, lost);
  }

  List<VirtualDescriptor> trace() {
    return List.copyOf(trace);
  }
}
