package reactor.xsk.internal.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.XskException;

/**
 * The files of a device in /sys/class/net that keep its interrupts off: with the values of busy
 * polling until it is closed.
 */
final class NapiFiles implements CloseStack.Closer {

  private static final Logger LOG = Loggers.getLogger(NapiFiles.class);

  private static final String REMEDY =
      "run with CAP_NET_ADMIN in the initial user namespace, and a /sys of this network namespace"
          + " that can be written (mount -t sysfs none /sys); or leave BusyPollOptions.napi out,"
          + " and set both yourself";

  /** What is set. */
  record Values(int deferrals, long timeoutNs) {
    @Override
    public String toString() {
      return "deferrals=%d, timeoutNs=%d".formatted(deferrals, timeoutNs);
    }
  }

  private record Former(String name, String value) {}

  private final Path root;
  private final int interfaceIndex;
  private final Values values;
  private final Deque<Former> formers = new ArrayDeque<>();

  private NapiFiles(Path root, int interfaceIndex, Values values) {
    this.root = root;
    this.interfaceIndex = interfaceIndex;
    this.values = values;
  }

  /**
   * Sets both.
   *
   * @throws XskException if one cannot be set; both are as they were then
   */
  static NapiFiles set(Path root, int interfaceIndex, Values values) {
    NapiFiles files = new NapiFiles(root, interfaceIndex, values);
    try {
      files.set("napi_defer_hard_irqs", Long.toString(values.deferrals()));
      files.set("gro_flush_timeout", Long.toString(values.timeoutNs()));
      return files;
    } catch (Throwable t) {
      files.close();
      throw t;
    }
  }

  Values values() {
    return values;
  }

  private void set(String name, String value) {
    Path file = device().resolve(name);
    try {
      String former = Files.readString(file).strip();
      if (!former.equals(value)) {
        formers.push(new Former(name, former));
        Files.writeString(file, value);
      }
    } catch (IOException e) {
      throw refused(
          "it cannot be set", "file=%s, value=%s, cause=%s".formatted(file, value, e), REMEDY, e);
    }
  }

  private Path device() {
    Path device = deviceOrNull();
    if (device == null) {
      throw refused(
          "/sys is that of another network namespace",
          "directory=%s, ifindex=%d".formatted(root, interfaceIndex),
          REMEDY,
          null);
    }
    return device;
  }

  /** By its index: its name can be that of another interface by now. */
  private @Nullable Path deviceOrNull() {
    try (Stream<Path> devices = Files.list(root)) {
      List<Path> found = devices.filter(this::isOfThisInterface).toList();
      return found.isEmpty() ? null : found.getFirst();
    } catch (IOException e) {
      return null;
    }
  }

  private boolean isOfThisInterface(Path device) {
    try {
      String index = Files.readString(device.resolve("ifindex")).strip();
      return index.equals(Integer.toString(interfaceIndex));
    } catch (IOException e) {
      return false; // it was removed, or it is a file: bonding_masters
    }
  }

  static XskException refused(
      String reason, String values, String hint, @Nullable IOException cause) {
    return new XskException("write(NAPI)", 0, reason, values, hint, cause);
  }

  /** Restores what was changed, the last first. An interface that is gone took it along. */
  @Override
  public void close() {
    Path device = formers.isEmpty() ? null : deviceOrNull();
    while (!formers.isEmpty()) {
      Former former = formers.pop();
      if (device != null) {
        restore(device.resolve(former.name()), former.value());
      }
    }
  }

  private static void restore(Path file, String value) {
    try {
      Files.writeString(file, value);
    } catch (IOException e) {
      LOG.warn("{} cannot be set back to {}: {}", file, value, e.toString());
    }
  }
}
