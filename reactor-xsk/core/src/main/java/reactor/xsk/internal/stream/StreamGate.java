package reactor.xsk.internal.stream;

import org.jspecify.annotations.Nullable;
import reactor.xsk.PacketWriter;
import reactor.xsk.XskException;

/** One stream at the {@link Gate} of its writer, if that has one. Loop thread only. */
final class StreamGate {

  private final @Nullable Gate gate;
  private final Runnable signal;

  private StreamGate(@Nullable Gate gate, Runnable signal) {
    this.gate = gate;
    this.signal = signal;
  }

  /** The gate of a stream that is signalled when it opens. */
  static StreamGate of(PacketWriter<?> writer, Runnable signal) {
    return new StreamGate(writer instanceof GatedWriter<?> gated ? gated.gate() : null, signal);
  }

  /** Whether nothing may be taken. If so, the stream will be signalled when that has changed. */
  boolean isShut() {
    if (gate == null || gate.isOpen()) {
      return false;
    }
    gate.onOpen(signal);
    return !gate.isOpen(); // it may have opened before it knew whom to call
  }

  /** Whether nothing may be taken of {@code source} now; ends it if it is not to wait. */
  boolean holdsBack(Source<?> source) {
    if (!isShut()) {
      return false;
    }
    XskException failure = gate == null ? null : gate.failure();
    if (failure != null) {
      source.stopIntake(failure);
    }
    return true;
  }

  /** Whether the stream is open still. */
  void setInUse(boolean inUse) {
    if (gate != null && !inUse) {
      gate.forget(signal);
    }
  }
}
