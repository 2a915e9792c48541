package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.XskGrants;

/**
 * Maps the memory of a UMEM: on huge pages if that is asked for and there are some, and near the
 * device if that has a NUMA node. Neither is worth a failure: ordinary pages, and those of another
 * node, carry the same packets.
 */
final class UmemMemory {

  private static final Logger LOG = Loggers.getLogger(UmemMemory.class);

  private static final long HUGE_PAGE_BYTES = 2L << 20;

  /** One bit for each node that a kernel can have (CONFIG_NODES_SHIFT is at most 10). */
  private static final int MOST_NODES = 1_024;

  private final LinuxCalls calls;
  private final SocketPlan plan;
  private final int node;
  private final GrantNotes notes;

  /** For a device of this NUMA node, or of {@link KernelFiles#NO_NODE}. */
  UmemMemory(LinuxCalls calls, SocketPlan plan, int node, GrantNotes notes) {
    this.calls = calls;
    this.plan = plan;
    this.node = node;
    this.notes = notes;
  }

  /** Maps it, zeroed; it begins at a page, and may be longer than the plan asks for. */
  MappedRegion map() {
    MappedRegion huge = plan.extras().hugePages() ? hugeOrNull() : null;
    MappedRegion region = huge == null ? ordinary() : huge;
    try {
      if (huge != null) {
        long bytes = huge.memory().byteSize();
        notes.note(XskGrants.Option.HUGE_PAGE_BYTES, bytes, bytes, "");
      }
      place(region);
      return region;
    } catch (Throwable t) {
      region.close();
      throw t;
    }
  }

  private MappedRegion ordinary() {
    return MappedRegion.ofUmem(calls, plan, plan.umemBytes(), pages(0));
  }

  private @Nullable MappedRegion hugeOrNull() {
    long bytes = (plan.umemBytes() + HUGE_PAGE_BYTES - 1) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
    int flags = pages(IfXdp.MAP_HUGETLB | IfXdp.MAP_HUGE_2MB);
    long address = calls.mmap(bytes, IfXdp.PROT_READ_WRITE, flags, -1, 0);
    if (address >= 0) {
      return MappedRegion.ofMapped(calls, address, bytes);
    }
    String why = whyNoHugePages((int) -address);
    notes.note(XskGrants.Option.HUGE_PAGE_BYTES, bytes, 0, why);
    LOG.warn("ordinary pages instead of huge ones: {}: {}", why, plan.describe());
    return null;
  }

  /** Populated at once, unless its place is still to be said: then registering it does that. */
  private int pages(int kind) {
    int flags = IfXdp.MAP_PRIVATE | IfXdp.MAP_ANONYMOUS | kind;
    return node == KernelFiles.NO_NODE ? flags | IfXdp.MAP_POPULATE : flags;
  }

  private static String whyNoHugePages(int errno) {
    return switch (errno) {
      case Errno.ENOMEM -> "ENOMEM: too few are free (vm.nr_hugepages, of 2 MiB)";
      case Errno.EINVAL -> "EINVAL: this kernel has none of 2 MiB";
      default -> Errno.nameOf(errno);
    };
  }

  private void place(MappedRegion region) {
    if (node != KernelFiles.NO_NODE) {
      try (Arena scratch = Arena.ofConfined()) {
        int result = prefer(region.memory(), scratch);
        notes.note(
            XskGrants.Option.NUMA_NODE,
            node,
            result < 0 ? KernelFiles.NO_NODE : node,
            result < 0 ? "mbind: " + Errno.nameOf(-result) : "");
      }
    }
  }

  /** Preferred and not bound: a node without free memory must not make registering fail. */
  private int prefer(MemorySegment memory, Arena scratch) {
    MemorySegment mask = scratch.allocate(MOST_NODES / Byte.SIZE, Long.BYTES);
    mask.setAtIndex(JAVA_LONG, node / Long.SIZE, 1L << node % Long.SIZE);
    return calls.mbind(memory.address(), memory.byteSize(), IfXdp.MPOL_PREFERRED, mask);
  }
}
