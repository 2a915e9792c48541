package reactor.xsk.samples.exporter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts IPv4 packets by flow. A flow ends when it has been idle or active for so long. */
final class FlowCache {

  private static final int ETHERNET = 1;
  private static final int RAW_IP = 101;
  private static final int IPV4 = 0x0800;
  private static final int VLAN = 0x8100;
  private static final int TCP = 6;
  private static final int UDP = 17;

  private final long idleMs;
  private final long activeMs;
  private final Map<Key, Counts> flows = new LinkedHashMap<>();
  private long checkedMs;

  FlowCache(long idleMs, long activeMs) {
    this.idleMs = idleMs;
    this.activeMs = activeMs;
  }

  private record Key(
      int source,
      int destination,
      short sourcePort,
      short destinationPort,
      byte protocol,
      byte tos) {}

  private static final class Counts {
    private long octets;
    private long packets;
    private int tcpFlags;
    private final long firstMs;
    private long lastMs;

    Counts(long firstMs) {
      this.firstMs = firstMs;
    }
  }

  /** Counts a packet, and returns the flows that have ended by its time. */
  List<FlowRecord> add(CapturedPacket packet) {
    List<FlowRecord> ended = end(packet.timeMs());
    ByteBuffer octets = ByteBuffer.wrap(packet.octets());
    int ip = ipOffset(octets, packet.linkType());
    if (ip < 0 || octets.limit() < ip + 20 || octets.get(ip) >>> 4 != 4) {
      return ended;
    }
    int transport = ip + 4 * (octets.get(ip) & 0xf);
    byte protocol = octets.get(ip + 9);
    boolean first = (octets.getShort(ip + 6) & 0x1fff) == 0; // not a later fragment
    boolean ports =
        first && (protocol == TCP || protocol == UDP) && octets.limit() >= transport + 4;
    Key key =
        new Key(
            octets.getInt(ip + 12),
            octets.getInt(ip + 16),
            ports ? octets.getShort(transport) : 0,
            ports ? octets.getShort(transport + 2) : 0,
            protocol,
            octets.get(ip + 1));
    Counts counts = flows.computeIfAbsent(key, it -> new Counts(packet.timeMs()));
    counts.octets += Short.toUnsignedInt(octets.getShort(ip + 2));
    counts.packets++;
    counts.lastMs = packet.timeMs();
    if (ports && protocol == TCP && octets.limit() >= transport + 14) {
      counts.tcpFlags |= octets.get(transport + 13) & 0xff;
    }
    return ended;
  }

  private static int ipOffset(ByteBuffer octets, int linkType) {
    if (linkType == RAW_IP) {
      return 0;
    }
    if (linkType != ETHERNET || octets.limit() < 18) {
      return -1;
    }
    int type = Short.toUnsignedInt(octets.getShort(12));
    if (type == VLAN) {
      return Short.toUnsignedInt(octets.getShort(16)) == IPV4 ? 18 : -1;
    }
    return type == IPV4 ? 14 : -1;
  }

  /** The flows that have ended by that time; it looks once a second of the capture. */
  private List<FlowRecord> end(long nowMs) {
    if (nowMs - checkedMs < 1_000) {
      return List.of();
    }
    checkedMs = nowMs;
    List<FlowRecord> ended = new ArrayList<>();
    flows
        .entrySet()
        .removeIf(
            flow -> {
              Counts counts = flow.getValue();
              boolean over = nowMs - counts.lastMs >= idleMs || nowMs - counts.firstMs >= activeMs;
              return over && ended.add(flowRecord(flow.getKey(), counts));
            });
    return ended;
  }

  /** All flows that are left. */
  List<FlowRecord> endAll() {
    List<FlowRecord> ended = new ArrayList<>();
    flows.forEach((key, counts) -> ended.add(flowRecord(key, counts)));
    flows.clear();
    return ended;
  }

  private static FlowRecord flowRecord(Key key, Counts counts) {
    return new FlowRecord(
        key.source,
        key.destination,
        key.sourcePort,
        key.destinationPort,
        key.protocol,
        key.tos,
        counts.tcpFlags,
        counts.octets,
        counts.packets,
        counts.firstMs,
        counts.lastMs);
  }
}
