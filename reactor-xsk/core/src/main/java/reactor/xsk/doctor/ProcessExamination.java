package reactor.xsk.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;
import reactor.xsk.XskSupport;
import reactor.xsk.internal.linux.KernelBatch;

/** The process and the kernel. */
final class ProcessExamination {

  private static final String TOPIC = "process";
  private static final String STATUS = "/proc/thread-self/status";
  private static final long DEFAULT_UMEM_BYTES = 2_048L * 2_048;

  private enum Capability {
    CAP_NET_RAW(13, false, "AF_XDP sockets"),
    CAP_NET_ADMIN(12, true, "a send buffer above net.core.wmem_max; mode BULK"),
    CAP_IPC_LOCK(14, true, "frames above the locked-memory limit"),
    CAP_BPF(39, true, "mode BULK"),
    CAP_PERFMON(38, true, "mode BULK");

    private final int bit;
    private final boolean ofInitialNamespace;
    private final String use;

    Capability(int bit, boolean ofInitialNamespace, String use) {
      this.bit = bit;
      this.ofInitialNamespace = ofInitialNamespace;
      this.use = use;
    }
  }

  private final boolean initialNamespace = isInitialNamespace();

  /** Whether this is Linux, and native access is not denied. */
  boolean canAskTheKernel() {
    XskException cause = XskSupport.unavailabilityCause();
    return cause == null || cause.errno() != 0;
  }

  /** The capabilities of mode BULK that are missing. */
  List<String> missingForBulk() {
    return Stream.of(Capability.CAP_BPF, Capability.CAP_PERFMON, Capability.CAP_NET_ADMIN)
        .filter(capability -> finding(capability).verdict() != Finding.Verdict.GRANTED)
        .map(Capability::name)
        .toList();
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.granted(
            TOPIC,
            "kernel",
            System.getProperty("os.name") + " " + System.getProperty("os.version")));
    XskException cause = XskSupport.unavailabilityCause();
    findings.add(
        cause == null
            ? Finding.granted(TOPIC, "AF_XDP", "sockets can be opened")
            : Finding.refused(TOPIC, "AF_XDP", reasonOf(cause), cause.hint()));
    findings.add(nativeAccess());
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return findings;
    }
    findings.add(
        Finding.granted(
            TOPIC,
            "user namespace",
            initialNamespace ? "the initial one" : "one of its own, in which it may be root"));
    for (Capability capability : Capability.values()) {
      findings.add(finding(capability));
    }
    findings.add(lockedMemory());
    findings.add(groupMemory());
    if (cause == null) {
      findings.add(transmitBudget());
    }
    findings.add(kernelTypes());
    findings.add(batchTransmit());
    return findings;
  }

  /** Operation, errno or reason of a failure. */
  static String reasonOf(XskException failure) {
    return failure.operation() + " failed: " + failure.reason();
  }

  private static Finding nativeAccess() {
    return Doctor.class.getModule().isNativeAccessEnabled()
        ? Finding.granted(TOPIC, "native access", "enabled")
        : Finding.refused(
            TOPIC,
            "native access",
            "not enabled: the JVM warns now, and later releases will refuse",
            "start java with --enable-native-access=reactor.xsk (ALL-UNNAMED on the class path)");
  }

  private static boolean isInitialNamespace() {
    String map = ProcFiles.read("/proc/self/uid_map");
    return map != null && map.replaceAll("\\s+", " ").equals("0 0 4294967295");
  }

  private Finding finding(Capability capability) {
    String effective = ProcFiles.valueOf(STATUS, "CapEff:");
    if (effective == null) {
      return Finding.unknown(TOPIC, capability.name(), "there is no " + STATUS);
    }
    boolean held = (Long.parseUnsignedLong(effective, 16) >>> capability.bit & 1) != 0;
    if (!held) {
      return Finding.refused(
          TOPIC,
          capability.name(),
          "not effective in this thread",
          "setcap on java, systemd AmbientCapabilities=, or root; it is for " + capability.use);
    }
    return capability.ofInitialNamespace && !initialNamespace
        ? Finding.refused(
            TOPIC,
            capability.name(),
            "held in a user namespace of its own, and the kernel asks the initial one",
            "do without what it is for: " + capability.use)
        : Finding.granted(TOPIC, capability.name(), "for " + capability.use);
  }

  private Finding lockedMemory() {
    String limits = ProcFiles.valueOf("/proc/self/limits", "Max locked memory");
    if (limits == null) {
      return Finding.unknown(TOPIC, "locked memory", "there is no /proc/self/limits");
    }
    String soft = limits.split("\\s+")[0];
    boolean lifted = finding(Capability.CAP_IPC_LOCK).verdict() == Finding.Verdict.GRANTED;
    if (lifted || soft.equals("unlimited") || Long.parseLong(soft) >= DEFAULT_UMEM_BYTES) {
      return Finding.granted(
          TOPIC, "locked memory", lifted ? "no limit (CAP_IPC_LOCK)" : soft + " bytes");
    }
    return Finding.refused(
        TOPIC,
        "locked memory",
        "%s bytes, and the default frames are %d".formatted(soft, DEFAULT_UMEM_BYTES),
        "raise ulimit -l (systemd LimitMEMLOCK=), or use a smaller frameCount");
  }

  private static Finding groupMemory() {
    String limit = groupMemoryLimit();
    return limit == null
        ? Finding.unknown(TOPIC, "memory limit", "no control group shows one")
        : Finding.granted(
            TOPIC,
            "memory limit",
            isNone(limit) ? "none of the control group" : limit + " bytes: frames count");
  }

  /** "max" in v2; in v1 the largest multiple of a page. */
  private static boolean isNone(String limit) {
    return limit.equals("max") || limit.length() >= Long.toString(Long.MAX_VALUE).length();
  }

  private static @Nullable String groupMemoryLimit() {
    String group = ProcFiles.valueOf("/proc/self/cgroup", "0::");
    return Stream.of(
            "/sys/fs/cgroup" + group + "/memory.max",
            "/sys/fs/cgroup/memory.max",
            "/sys/fs/cgroup/memory/memory.limit_in_bytes") // v1, in a container that of its own
        .map(ProcFiles::read)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static Finding transmitBudget() {
    return XskSupport.kernel().transmitBudget()
        ? Finding.granted(TOPIC, "transmit budget", "a kick takes a window of any size")
        : Finding.refused(
            TOPIC,
            "transmit budget",
            "a kick takes 32 packets (Linux before 6.17)",
            "nothing is needed: a longer window takes several kicks");
  }

  private static Finding batchTransmit() {
    String what = "batch transmit";
    try {
      return KernelBatch.isInRunningKernel()
          ? Finding.granted(TOPIC, what, "XDP_GENERIC_XMIT_BATCH: for kernelBatch")
          : Finding.refused(
              TOPIC,
              what,
              "not in copy mode of this kernel",
              "nothing is needed: no release has it; leave kernelBatch at 0");
    } catch (XskException e) {
      return Finding.unknown(TOPIC, what, reasonOf(e));
    }
  }

  private static Finding kernelTypes() {
    return ProcFiles.names("/sys/kernel/btf").contains("vmlinux")
        ? Finding.granted(TOPIC, "kernel types", "/sys/kernel/btf/vmlinux, for mode BULK")
        : Finding.refused(
            TOPIC,
            "kernel types",
            "there is no /sys/kernel/btf/vmlinux",
            "mode BULK needs a kernel with CONFIG_DEBUG_INFO_BTF, and /sys mounted");
  }
}
