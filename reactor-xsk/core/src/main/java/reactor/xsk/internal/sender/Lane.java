package reactor.xsk.internal.sender;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters;
import reactor.xsk.XskException;
import reactor.xsk.XskLane;
import reactor.xsk.internal.events.QueueEvents;
import reactor.xsk.internal.linux.CpuAffinity;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.loop.TxLoop;
import reactor.xsk.internal.port.TxPort;
import reactor.xsk.internal.stream.StreamStarter;
import reactor.xsk.internal.stream.Streams;
import reactor.xsk.internal.stream.TxCounters;

/**
 * One queue of one interface: its port, loop, streams and counters, wired here and nowhere else. A
 * sender starts its thread; a test or a benchmark opens the loop and makes the passes itself.
 */
final class Lane {

  private final XskConfig config;
  private final Supplier<TxPort> opener;
  private final QueueEvents events;
  private final TxCounters counters = new TxCounters();
  private final Waker waker = new Waker();
  private final Streams streams;
  private final StreamStarter starter;
  private final LoopThread thread;
  private final CompletableFuture<Optional<XskException>> ended;

  // written by the thread that owns the port, each time it opens one
  private volatile OpenPort open = OpenPort.NONE;
  private volatile @Nullable TxLoop loop;
  // written by any thread before it reads loop
  private volatile boolean closeRequested;

  /**
   * A lane that is not open yet.
   *
   * @param config the settings, whose queue is the lane's
   * @param opener opens the port, once more if it is rebuilt; called by the loop's thread
   */
  Lane(XskConfig config, Supplier<TxPort> opener) {
    this(config, opener, new QueueEvents(config.interfaceName(), config.queue()));
  }

  /** The same, which records its life in {@code events}. */
  Lane(XskConfig config, Supplier<TxPort> opener, QueueEvents events) {
    this.config = config;
    this.opener = opener;
    this.events = events;
    streams = new Streams(counters, waker::wake, config.reportListener());
    starter = new StreamStarter(streams, counters, config);
    thread =
        new LoopThread(
            "xsk-tx-%s-%d".formatted(config.interfaceName(), config.queue()),
            this::openOnItsThread,
            waker,
            config.idleStrategy());
    ended = thread.ended().whenComplete((failure, none) -> recordEnd(failure));
  }

  /** On the CPU of its own, so that the memory of the lane is near it. */
  private TxLoop openOnItsThread(long nowNs) {
    config.cpus().forEach(cpu -> CpuAffinity.pin(new FfmLinuxCalls(), cpu));
    return openLoop(nowNs);
  }

  /** Opens the port and the loop: both belong to the calling thread from then on. */
  TxLoop openLoop(long nowNs) {
    TxLoop opened = new TxLoop(this::openPort, streams, counters, events, config, nowNs);
    loop = opened;
    if (closeRequested) { // while it was opening
      opened.requestClose(nowNs);
    }
    try {
      events.opened(open.mode(), config.frameCount());
    } catch (Throwable t) {
      opened.closePort();
      throw t;
    }
    return opened;
  }

  private void recordEnd(Optional<XskException> failure) {
    try {
      if (loop != null) {
        events.closed(counters.snapshot(), failure.orElse(null));
      }
    } catch (Throwable t) {
      // memory can have run out: what waits for the end, and closes what lanes share, goes on
    }
  }

  /** Once more if the socket is rebuilt. */
  private TxPort openPort() {
    TxPort port = opener.get();
    try {
      open = OpenPort.of(port);
      return port;
    } catch (Throwable t) {
      port.close();
      throw t;
    }
  }

  // ---- any thread

  /** Starts the loop's thread, which opens the port. */
  void start() {
    thread.start();
  }

  /** The loop's thread; not alive before {@link #start}. */
  LoopThread thread() {
    return thread;
  }

  /** Completes once nothing native is open any more, with the failure if one ended the lane. */
  CompletableFuture<Optional<XskException>> ended() {
    return ended;
  }

  /**
   * Ends the lane once what was accepted is sent, or closeTimeout has passed since {@code nowNs};
   * as soon as it is open, if it is still opening.
   */
  void requestClose(long nowNs) {
    closeRequested = true;
    TxLoop opened = loop;
    if (opened != null) {
      opened.requestClose(nowNs);
      waker.wake();
    }
  }

  /** Ends the streams from outside, while the loop's thread is blocked. */
  void abandon(XskException why) {
    streams.abandon(why);
  }

  /** Whether the lane takes no further stream: it is closing, or has failed. */
  boolean isRefusing() {
    return streams.isRefusing();
  }

  StreamStarter starter() {
    return starter;
  }

  /** What is open, or was last. */
  OpenPort open() {
    return open;
  }

  /** Whether there was a port, which may be closed by now. */
  boolean wasOpened() {
    return open != OpenPort.NONE;
  }

  int queue() {
    return config.queue();
  }

  XskCounters counters() {
    return counters.snapshot();
  }

  /** Streams that have not ended. */
  int streamCount() {
    return streams.count();
  }

  long inFlight() {
    return counters.snapshot().inFlight();
  }

  XskLane state() {
    Optional<XskException> failure = ended().getNow(Optional.empty());
    return open.lane(config, counters.snapshot(), failure.orElse(null));
  }

  /** What is open, with its values. */
  String describe() {
    return open.describe(config);
  }
}
