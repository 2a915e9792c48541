package reactor.xsk.internal.events;

import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskCounters;
import reactor.xsk.XskMode;

/**
 * Writes the events of one queue of one interface. Called by its loop thread. Not final, so that a
 * test can let memory run out in it.
 */
public class QueueEvents {

  /** A loop that sees no progress for longer than this has stalled. */
  private static final long STALL_NS = 1_000_000;

  private final String interfaceName;
  private final int queue;

  /** Asked whether its kind is recorded, so that a window that is not allocates no event. */
  private @Nullable WindowSentEvent windowProbe;

  public QueueEvents(String interfaceName, int queue) {
    this.interfaceName = interfaceName;
    this.queue = queue;
  }

  /**
   * Whether there can be a recording. The first event of a process that has none would set up all
   * of Flight Recorder, while a sender or a route opens.
   */
  static boolean mayRecord() {
    return FlightRecorder.isInitialized();
  }

  private boolean recordsWindows() {
    if (!mayRecord()) {
      return false;
    }
    WindowSentEvent probe = windowProbe;
    if (probe == null) {
      probe = new WindowSentEvent();
      windowProbe = probe;
    }
    return probe.isEnabled();
  }

  public void opened(XskMode mode, int frames) {
    if (!mayRecord()) {
      return;
    }
    SenderOpenedEvent event = new SenderOpenedEvent();
    if (event.shouldCommit()) {
      event.mode = mode.name();
      event.frames = frames;
      commit(event);
    }
  }

  /** A window was published. */
  public void windowSent(int packets, long bytes, int inFlight) {
    if (recordsWindows()) {
      WindowSentEvent event = new WindowSentEvent();
      event.packets = packets;
      event.size = bytes;
      event.inFlight = inFlight;
      commit(event);
    }
  }

  public void packetDropped(int lengthBytes) {
    if (!mayRecord()) {
      return;
    }
    PacketDroppedEvent event = new PacketDroppedEvent();
    if (event.shouldCommit()) {
      event.size = lengthBytes;
      commit(event);
    }
  }

  /** Packets are in flight, and something moved after so long. */
  public void movedAfter(long quietNs, int inFlight) {
    if (quietNs > STALL_NS && mayRecord()) {
      TransmitStallEvent event = new TransmitStallEvent();
      if (event.shouldCommit()) {
        event.stallTime = quietNs;
        event.inFlight = inFlight;
        commit(event);
      }
    }
  }

  public void rebuilt(String reason) {
    if (!mayRecord()) {
      return;
    }
    SocketRebuiltEvent event = new SocketRebuiltEvent();
    if (event.shouldCommit()) {
      event.reason = reason;
      commit(event);
    }
  }

  public void closed(XskCounters counters, @Nullable Throwable failure) {
    if (!mayRecord()) {
      return;
    }
    SenderClosedEvent event = new SenderClosedEvent();
    if (event.shouldCommit()) {
      event.accepted = counters.accepted();
      event.completed = counters.completed();
      event.dropped = counters.dropped();
      event.failed = counters.failed();
      event.lost = counters.lost();
      event.discarded = counters.discarded();
      event.failure = failure == null ? null : failure.getMessage();
      commit(event);
    }
  }

  private void commit(QueueEvent event) {
    event.interfaceName = interfaceName;
    event.queue = queue;
    event.commit();
  }
}
