package reactor.xsk.telemetry.sflow;

import java.util.HashMap;
import java.util.Map;
import reactor.xsk.telemetry.TelemetryClock;

/** The sFlow agent that an exporter is: its address, its numbers and those of its sources. */
final class Agent {

  private final byte[] address;
  private final long subAgentId;
  private final TelemetryClock clock;
  private final long startNs;
  private final Map<SourceId, SourceState> sources = new HashMap<>();

  private int sequence; // of the thread that writes

  Agent(byte[] address, long subAgentId, TelemetryClock clock) {
    this.address = address;
    this.subAgentId = subAgentId;
    this.clock = clock;
    this.startNs = clock.nowNs();
  }

  /** For the packing thread. */
  SourceState source(SourceId id) {
    SourceState known = sources.get(id);
    if (known == null) {
      known = new SourceState(id);
      sources.put(id, known);
    }
    return known;
  }

  int headerBytes() {
    return address.length == 4 ? 28 : 40;
  }

  void writeHeader(XdrWriter out, int samples) {
    out.u32(5).u32(address.length == 4 ? 1 : 2).fixed(address).u32(subAgentId);
    out.u32(++sequence).u32((clock.nowNs() - startNs) / 1_000_000).u32(samples);
  }
}
