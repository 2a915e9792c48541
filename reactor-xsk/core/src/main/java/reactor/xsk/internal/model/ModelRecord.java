package reactor.xsk.internal.model;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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

  /** A packet has left, in these descriptors. */
  void transmitted(ModelPacket packet, boolean doorbell, OptionalLong launchTimeNs) {
    packets++;
    bytes += packet.lengthBytes();
    doorbells += doorbell ? 1 : 0;
    for (int n = 0; traces && n < packet.size(); n++) {
      boolean continued = packet.continuesAfter(n);
      trace.add(
          VirtualDescriptor.of(
              kicks,
              packet.address(n),
              packet.lengthBytes(n),
              (packet.options(n) & ModelDescriptor.MORE) != 0,
              doorbell && !continued,
              continued,
              launchTimeNs));
    }
  }

  void dropped() {
    dropped++;
  }

  void invalid(int descriptors) {
    invalid += descriptors;
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
