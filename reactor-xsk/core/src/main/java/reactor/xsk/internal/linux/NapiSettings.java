package reactor.xsk.internal.linux;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;

/**
 * Settings of a whole device that busy polling needs, for one sender: set once it has a port that
 * polls, and restored when no sender of this process wants them any more. Any thread.
 */
public final class NapiSettings implements CloseStack.Closer {

  /** Where the kernel has them. */
  public static final Path SYS = Path.of("/sys/class/net");

  private record Device(Path root, String namespace, int interfaceIndex) {}

  private static final Shares<Device, NapiFiles> DEVICES = new Shares<>();

  private final Device device;
  private final NapiFiles.Values wanted;
  private Shares<Device, NapiFiles>.@Nullable Share share;

  /**
   * Sets nothing yet. The interface is of the network namespace of the calling thread.
   *
   * @param root {@link #SYS}, or that of a test
   * @param interfaceIndex of the interface
   * @param deferrals polls without work after which interrupts are enabled again
   * @param timeoutNs how long interrupts stay off without a poll
   */
  public NapiSettings(Path root, int interfaceIndex, int deferrals, long timeoutNs) {
    this.device = new Device(root, NetworkNamespace.ofThread(new FfmLinuxCalls()), interfaceIndex);
    this.wanted = new NapiFiles.Values(deferrals, timeoutNs);
  }

  /**
   * Sets both, unless that is done.
   *
   * @throws XskException if one cannot be set, or if another sender of this process has set other
   *     values; both are as they were then
   */
  public synchronized void apply() {
    if (share == null) {
      Shares<Device, NapiFiles>.Share taken =
          DEVICES.of(device, () -> NapiFiles.set(device.root(), device.interfaceIndex(), wanted));
      try {
        requireWanted(DEVICES.held(device));
      } catch (Throwable t) {
        taken.close();
        throw t;
      }
      share = taken;
    }
  }

  private void requireWanted(@Nullable NapiFiles set) {
    if (set != null && !set.values().equals(wanted)) {
      throw NapiFiles.refused(
          "another sender of this process has set other values",
          "ifindex=%d, asked=[%s], set=[%s]"
              .formatted(device.interfaceIndex(), wanted, set.values()),
          "ask for the same BusyPollOptions.napi in all senders of a device, or in one of them",
          null);
    }
  }

  /** Restores what was changed, if no other sender of this process wants it. */
  @Override
  public synchronized void close() {
    if (share != null) {
      share.close();
      share = null;
    }
  }
}
