package reactor.xsk.internal.sender;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskDeviceCounters;
import reactor.xsk.internal.linux.ForwardingSocket;
import reactor.xsk.internal.linux.IfXdp;
import reactor.xsk.internal.linux.RingMemory;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.internal.linux.XdpDesc;
import reactor.xsk.internal.linux.XskKernel;
import reactor.xsk.internal.linux.XskSocket;
import reactor.xsk.internal.ring.RingCells;

/**
 * A kernel whose rings are read along at every kick, with code that shares nothing with the port
 * but the names of the fields: invariants 1, 4 and 5 as the kernel's side sees them.
 */
final class WatchedKernel implements XskKernel {

  private static final int SHORTEST_BYTES = 14;

  private final XskKernel kernel;
  private final Violations violations;
  private @Nullable Socket open;
  private long windows;

  WatchedKernel(XskKernel kernel, Violations violations) {
    this.kernel = kernel;
    this.violations = violations;
  }

  @Override
  public XskSocket open(SocketPlan plan) {
    assertThat(open).as("a socket is opened before the old one is closed").isNull();
    Socket socket = new Socket(kernel.open(plan), plan);
    open = socket;
    return socket;
  }

  @Override
  public XskDeviceCounters deviceCounters(String interfaceName) {
    return kernel.deviceCounters(interfaceName);
  }

  /** Windows published so far. */
  long windows() {
    return windows;
  }

  /**
   * Frames that are the kernel's now, as the rings say: published, and not in the completion ring.
   */
  int kernelsFrames() {
    Socket socket = open;
    return socket == null ? 0 : socket.framesAfterLooking();
  }

  /**
   * After each pass: a window is kicked in the pass that publishes it, or, if another full one
   * finds room in the same kick, in the next pass, unless that publishes the other one.
   */
  void assertNothingUnkicked() {
    Socket socket = open;
    if (socket != null) {
      socket.assertNothingUnkicked();
    }
  }

  /** After each pass: looks at what was published. */
  void look() {
    Socket socket = open;
    if (socket != null) {
      socket.lookAtNewDescriptors();
    }
  }

  private final class Socket extends ForwardingSocket {

    private final XskSocket socket;
    private final SocketPlan plan;
    private final RingCells tx;
    private final RingCells completions;
    private final Set<Long> kernels = new HashSet<>();
    private int seen;
    private int packetsSeen;
    private int kicked;
    private int seenAtLastPass;
    private int completed;

    Socket(XskSocket socket, SocketPlan plan) {
      super(socket);
      this.socket = socket;
      this.plan = plan;
      this.tx = new RingCells(socket.txRing());
      this.completions = new RingCells(socket.completionRing());
    }

    int framesAfterLooking() {
      RingMemory ring = socket.completionRing();
      for (; completed != completions.producerAcquire(); completed++) {
        kernels.remove(
            ring.memory()
                .get(JAVA_LONG, ring.descriptorsOffset() + slot(completed, ring) * Long.BYTES));
      }
      return (int) kernels.stream().map(it -> it / plan.frameSizeBytes()).distinct().count();
    }

    private long slot(int index, RingMemory ring) {
      return index & (ring.entries() - 1);
    }

    @Override
    public int kick() {
      violations.check(this::lookAtNewDescriptors);
      kicked = packetsSeen;
      return socket.kick();
    }

    private void assertNothingUnkicked() {
      int unkicked = packetsSeen - kicked;
      if (unkicked > 0) {
        assertThat(unkicked + plan.windowSize())
            .as("published without a kick, and a window more")
            .isLessThanOrEqualTo(plan.kickSize());
        assertThat(seen)
            .as("published, and not kicked for two passes")
            .isNotEqualTo(seenAtLastPass);
      }
      seenAtLastPass = seen;
    }

    /** Windows of one pass at most: each ends with a descriptor without more. */
    private void lookAtNewDescriptors() {
      framesAfterLooking();
      int produced = tx.producerAcquire();
      int before = packetsSeen;
      while (seen != produced) {
        packetsSeen++;
        lookAtPacket(produced);
      }
      int count = packetsSeen - before;
      assertThat(count).as("packets published at once").isBetween(0, plan.windowSize());
      windows += count > 0 ? 1 : 0;
    }

    /** One packet, of which all descriptors are there: none of its frame was left out. */
    private void lookAtPacket(int produced) {
      int end = seen;
      while ((options(end) & IfXdp.XDP_PKT_CONTD) != 0) {
        end++;
        assertThat(produced - end).as("a chain was published in part").isPositive();
      }
      int more = end + 1 == produced ? 0 : socket.moreOption();
      int lengthBytes = 0;
      for (; seen != end + 1; seen++) {
        lookAtDescriptor(lengthBytes, seen == end ? more : more | IfXdp.XDP_PKT_CONTD);
        lengthBytes += XdpDesc.lengthBytes(socket.txRing().memory(), offset(seen));
      }
      assertThat(lengthBytes).as("length").isBetween(SHORTEST_BYTES, socket.maxPacketBytes());
    }

    private void lookAtDescriptor(int atByte, int options) {
      long address = XdpDesc.umemAddress(socket.txRing().memory(), offset(seen));
      assertThat(address).as("address").isBetween(0L, plan.umemBytes() - 1);
      assertThat(address % plan.frameSizeBytes()).as("offset in the frame").isEqualTo(atByte);
      assertThat(options(seen)).as("options").isEqualTo(options);
      assertThat(kernels.add(address)).as("0x%x given to the kernel twice", address).isTrue();
    }

    private int options(int index) {
      return XdpDesc.options(socket.txRing().memory(), offset(index));
    }

    private long offset(int index) {
      RingMemory ring = socket.txRing();
      return ring.descriptorsOffset() + slot(index, ring) * XdpDesc.SIZE_BYTES;
    }

    @Override
    public void close() {
      open = null;
      super.close();
    }
  }
}
