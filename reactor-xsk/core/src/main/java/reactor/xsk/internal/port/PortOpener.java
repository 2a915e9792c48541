package reactor.xsk.internal.port;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import reactor.xsk.BusyPollOptions;
import reactor.xsk.ChecksumOffload;
import reactor.xsk.MetadataOptions;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.MetadataPlan;
import reactor.xsk.internal.linux.SocketExtras;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.internal.linux.XskKernel;
import reactor.xsk.internal.linux.XskSocket;

/** Opens the AF_XDP port of a sender: on Linux or over its model. */
public final class PortOpener {

  private static final long FIRST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private final XskKernel kernel;
  private final XskConfig config;
  private final ZeroCopyCheck zeroCopy;
  private @Nullable TxPort last;
  private boolean copyOnly;

  /** Opens sockets of {@code kernel}, whose interfaces take no programs. */
  public PortOpener(XskKernel kernel, XskConfig config) {
    this(kernel, config, PortOpener::noProgram);
  }

  /** Opens sockets of {@code kernel}, with {@code programs} where zero-copy wants one. */
  PortOpener(XskKernel kernel, XskConfig config, ZeroCopyCheck.Programs programs) {
    this.kernel = kernel;
    this.config = config;
    this.zeroCopy = new ZeroCopyCheck(programs, this::openSocket);
  }

  private static CloseStack.Closer noProgram(String interfaceName) {
    throw new XskException(
        "attach XDP program",
        0,
        "this kernel runs no programs",
        "interface=" + interfaceName,
        "use mode COPY",
        null);
  }

  /**
   * Opens a port for the calling thread, which waits while the queue is busy or its memory may not
   * be locked: the kernel frees the queue, and unlocks the memory, of a socket a moment after it
   * was closed, once the last packet in flight is freed.
   *
   * <p>Mode AUTO asks for zero-copy no more once a port has found that it is refused for good.
   *
   * @throws XskException if it cannot be opened; nothing is left open then
   */
  public TxPort open() {
    copyOnly |= last != null && last.refusesForGood();
    SocketPlan plan = plan(config);
    XskSocket socket = zeroCopy.open(copyOnly ? plan.withBinding(SocketPlan.Binding.COPY) : plan);
    try {
      last = portOver(socket, plan);
      return last;
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }

  private TxPort portOver(XskSocket socket, SocketPlan plan) {
    FrameGeometry geometry =
        new FrameGeometry(
            plan.frameCount(),
            plan.frameSizeBytes(),
            plan.metadata().headroomBytes(),
            plan.chunkBytes());
    XskMode mode = grantedMode(socket);
    return plan.chunksPerFrame() > 1
        ? new ChainPort(socket, mode, geometry, plan.kickSize())
        : new XskPort(socket, mode, geometry, plan.kickSize(), plan.metadata());
  }

  private XskSocket openSocket(SocketPlan plan) {
    long startNs = System.nanoTime();
    long deadlineNs = startNs + config.bindTimeout().toNanos();
    for (long waitNs = FIRST_WAIT_NS; ; waitNs = Math.min(2 * waitNs, LONGEST_WAIT_NS)) {
      try {
        return kernel.open(plan);
      } catch (XskException e) {
        if (!mayPass(e, plan)) {
          throw e;
        }
        long nowNs = System.nanoTime();
        // interrupted: whoever closes the sender has given up waiting for this
        if (nowNs + waitNs - deadlineNs >= 0 || Thread.currentThread().isInterrupted()) {
          throw waited(e, nowNs - startNs);
        }
        LockSupport.parkNanos(waitNs);
      }
    }
  }

  /** The same, with the time that it was waited in vain. */
  private static XskException waited(XskException e, long waitedNs) {
    return new XskException(
        e.operation(),
        e.errno(),
        e.reason(),
        e.values() + ", waitedMs=" + TimeUnit.NANOSECONDS.toMillis(waitedNs),
        e.hint(),
        e.getCause());
  }

  /**
   * Whether a socket that was closed a moment ago can be the reason: it holds a queue, and memory
   * that counts against the limit of its user. Memory above the limit by itself is never granted.
   */
  private boolean mayPass(XskException e, SocketPlan plan) {
    return switch (e.errno()) {
      case Errno.EBUSY -> true;
      case Errno.ENOBUFS -> plan.umemBytes() <= kernel.lockableBytes();
      default -> false;
    };
  }

  private XskMode grantedMode(XskSocket socket) {
    if (config.mode() == XskMode.VIRTUAL) {
      return XskMode.VIRTUAL;
    }
    return socket.isZeroCopy() ? XskMode.ZERO_COPY : XskMode.COPY;
  }

  private static SocketExtras extras(XskConfig config) {
    BusyPollOptions polling = config.busyPoll();
    return new SocketExtras(
        config.kernelBatch(),
        (int) TimeUnit.NANOSECONDS.toMicros(polling.longest().toNanos()),
        polling.preferredPackets(),
        config.hugePages(),
        metadata(config.metadata()));
  }

  private static SocketPlan plan(XskConfig config) {
    SocketPlan.Binding binding =
        switch (config.mode()) {
          case AUTO, VIRTUAL -> SocketPlan.Binding.AUTO;
          case COPY -> SocketPlan.Binding.COPY;
          case ZERO_COPY -> SocketPlan.Binding.ZERO_COPY;
          case BULK -> throw new IllegalArgumentException("mode BULK has no socket");
        };
    return new SocketPlan(
        config.interfaceName(),
        config.queue(),
        binding,
        config.frameCount(),
        config.frameSize(),
        config.txRingSize(),
        config.batchSize(),
        config.kickSize(),
        extras(config));
  }

  private static MetadataPlan metadata(MetadataOptions options) {
    return new MetadataPlan(
        options.checksums() != ChecksumOffload.NONE,
        options.checksums() == ChecksumOffload.KERNEL,
        options.transmitTimes(),
        options.launchTimes());
  }
}
