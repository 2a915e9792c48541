package reactor.xsk.internal.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.XskException;

/**
 * Settings of a whole device in /sys/class/net that busy polling needs: set while a sender is open,
 * and restored.
 */
public final class NapiSettings implements CloseStack.Closer {

  private static final Logger LOG = Loggers.getLogger(NapiSettings.class);

  /** Where the kernel has them. */
  public static final Path SYS = Path.of("/sys/class/net");

  private record Former(Path file, String value) {}

  private final Path device;
  private final Deque<Former> formers = new ArrayDeque<>();

  private NapiSettings(Path device) {
    this.device = device;
  }

  /**
   * Sets both.
   *
   * @param root {@link #SYS}, or that of a test
   * @param interfaceIndex of the interface that must have the name
   * @param deferrals polls without work after which interrupts are enabled again
   * @param timeoutNs how long interrupts stay off without a poll
   * @throws XskException if one cannot be set; both are as they were then
   */
  public static NapiSettings set(
      Path root, String interfaceName, int interfaceIndex, int deferrals, long timeoutNs) {
    NapiSettings settings = new NapiSettings(root.resolve(interfaceName));
    settings.requireInterface(interfaceIndex);
    try {
      settings.set("napi_defer_hard_irqs", Long.toString(deferrals));
      settings.set("gro_flush_timeout", Long.toString(timeoutNs));
      return settings;
    } catch (Throwable t) {
      settings.close();
      throw t;
    }
  }

  /** /sys can be that of another network namespace, with another interface of this name. */
  private void requireInterface(int interfaceIndex) {
    Path file = device.resolve("ifindex");
    try {
      String index = Files.readString(file).strip();
      if (!index.equals(Integer.toString(interfaceIndex))) {
        throw refused(
            file,
            "/sys is that of another network namespace",
            "ifindex=%d, found=%s".formatted(interfaceIndex, index),
            null);
      }
    } catch (IOException e) {
      throw refused(file, "it cannot be read", "ifindex=" + interfaceIndex, e);
    }
  }

  private void set(String name, String value) {
    Path file = device.resolve(name);
    try {
      String former = Files.readString(file).strip();
      if (!former.equals(value)) {
        formers.push(new Former(file, former));
        Files.writeString(file, value);
      }
    } catch (IOException e) {
      throw refused(file, "it cannot be set", "value=" + value, e);
    }
  }

  private static XskException refused(
      Path file, String reason, String values, @Nullable IOException cause) {
    return new XskException(
        "write(NAPI)",
        0,
        reason,
        "file=%s, %s%s".formatted(file, values, cause == null ? "" : ", cause=" + cause),
        "run as root, or with CAP_NET_ADMIN and a /sys of this network namespace that can be"
            + " written (mount -t sysfs none /sys); or leave BusyPollOptions.napi out, and set both"
            + " yourself",
        cause);
  }

  /** Restores what was changed, the last first. */
  @Override
  public void close() {
    while (!formers.isEmpty()) {
      Former former = formers.pop();
      try {
        Files.writeString(former.file, former.value);
      } catch (IOException e) {
        LOG.warn("{} cannot be set back to {}: {}", former.file, former.value, e.toString());
      }
    }
  }
}
