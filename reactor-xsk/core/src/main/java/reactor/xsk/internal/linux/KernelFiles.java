package reactor.xsk.internal.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the kernel says in files.
 *
 * @param types reads its types
 * @param interfaces a directory for each interface: /sys/class/net
 * @param limits of this process: /proc/self/limits
 */
record KernelFiles(Supplier<Btf> types, Path interfaces, Path limits) {

  private static final String LOCKED_MEMORY = "Max locked memory";

  /** No node is known: the machine has one, or the device is virtual. */
  static final int NO_NODE = -1;

  static KernelFiles ofRunningKernel() {
    return new KernelFiles(
        () ->
            Btf.ofRunningKernel(
                "leave kernelBatch at 0: a kernel that has it proves it by CONFIG_DEBUG_INFO_BTF,"
                    + " with /sys mounted"),
        NapiSettings.SYS,
        Path.of("/proc/self/limits"));
  }

  /** The soft limit of locked memory, or {@link Long#MAX_VALUE} for none, or none that is known. */
  long lockableBytes() {
    try (Stream<String> lines = Files.lines(limits)) {
      return lines
          .filter(line -> line.startsWith(LOCKED_MEMORY))
          .map(line -> line.substring(LOCKED_MEMORY.length()).strip().split("\\s+")[0])
          .filter(soft -> !soft.equals("unlimited"))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElse(Long.MAX_VALUE);
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  /** The NUMA node of a device, or {@link #NO_NODE}. */
  int numaNode(String interfaceName, int interfaceIndex) {
    Path device = interfaces.resolve(interfaceName);
    try {
      // /sys can be that of another network namespace, with another interface of this name
      String index = Files.readString(device.resolve("ifindex")).strip();
      return index.equals(Integer.toString(interfaceIndex))
          ? Integer.parseInt(Files.readString(device.resolve("device/numa_node")).strip())
          : NO_NODE;
    } catch (IOException | NumberFormatException e) {
      return NO_NODE;
    }
  }
}
