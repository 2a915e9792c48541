package reactor.xsk.internal.sender;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters;
import reactor.xsk.XskException;
import reactor.xsk.XskGrants;
import reactor.xsk.XskLane;
import reactor.xsk.XskMode;
import reactor.xsk.internal.port.TxPort;

/** What other threads may know of the port that a lane has open, or had last. */
record OpenPort(XskMode mode, int maxPacketBytes, XskGrants grants, String description) {

  /** Of a lane that has opened none yet. */
  static final OpenPort NONE = new OpenPort(XskMode.AUTO, 0, XskGrants.none(), "");

  /** Of a port that is open: the MTU may be another than that of the one before. */
  static OpenPort of(TxPort port) {
    return new OpenPort(port.mode(), port.maxPacketBytes(), port.grants(), port.describe());
  }

  /** The lane of these settings. */
  XskLane lane(XskConfig config, XskCounters counters, @Nullable XskException failure) {
    int cpu = config.cpus().isEmpty() ? XskLane.ANY_CPU : config.cpus().getFirst();
    return XskLane.of(config.queue(), mode, grants, cpu, counters, failure);
  }

  /** What is open, with its values. */
  String describe(XskConfig config) {
    List<Integer> cpus = config.cpus();
    return "mode=%s, frames=%d%s, %s%s"
        .formatted(
            mode,
            config.frameCount(),
            cpus.isEmpty() ? "" : ", cpu=" + cpus.getFirst(),
            description,
            grants.equals(XskGrants.none()) ? "" : ", " + grants);
  }
}
