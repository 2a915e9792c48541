package reactor.xsk.kernel.support;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads an interface on a thread of its own. */
public final class TapThread implements AutoCloseable {

  private static final long PAUSE_NS = 50_000;

  private final PacketTap tap;
  private final PacketTap.Reader reader;
  private final Thread thread;
  private volatile long received;
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  private TapThread(PacketTap tap, PacketTap.Reader reader) {
    this.tap = tap;
    this.reader = reader;
    this.thread = new Thread(this::run, "tap");
    thread.setDaemon(true);
    thread.start();
  }

  /** Gives what arrives at {@code interfaceName} to {@code reader}, on the thread of the tap. */
  public static TapThread on(String interfaceName, PacketTap.Reader reader) {
    return new TapThread(PacketTap.on(interfaceName), reader);
  }

  /** The same of every interface: see {@link PacketTap#onAnyInterface}. */
  public static TapThread onAnyInterface(PacketTap.Reader reader) {
    return new TapThread(PacketTap.onAnyInterface(), reader);
  }

  private void run() {
    byte[] buffer = new byte[65_536];
    try {
      while (!stopped) {
        int count = tap.read(buffer, 64, reader);
        received += count;
        if (count == 0) {
          LockSupport.parkNanos(PAUSE_NS);
        }
      }
    } catch (Throwable t) {
      failure = t;
    }
  }

  /** How many packets have arrived; throws what the reader threw. */
  public long received() {
    Throwable thrown = failure;
    if (thrown != null) {
      throw new AssertionError("the receiver says: " + thrown.getMessage(), thrown);
    }
    return received;
  }

  /** Waits until {@code count} packets have arrived. */
  public void awaitReceived(long count, Duration longest) {
    Eventually.hold(count + " packets received", longest, () -> received() >= count);
  }

  /** How many packets the tap could not take. The thread must have nothing left to read. */
  public long dropped() {
    return tap.dropped();
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tap.close();
  }
}
