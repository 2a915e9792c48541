package reactor.xsk.internal.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** The memory of a call as the programs of {@link FakeBpf} see it: they write what they did. */
public record FakeCall(MemorySegment memory, int capacity) {

  private static final int EMSGSIZE = 90;

  /** The driver took {@code packets} more. */
  public FakeCall takes(int packets) {
    return add(0, packets).add(16, packets);
  }

  /** The driver was offered {@code packets} more and dropped them. */
  public FakeCall drops(int packets) {
    int entry = memory.get(JAVA_INT, 20);
    memory.set(JAVA_INT, 40 + 8L * capacity + 8L * entry, memory.get(JAVA_INT, 16));
    memory.set(JAVA_INT, 40 + 8L * capacity + 8L * entry + 4, packets);
    return add(20, 1).takes(packets).halts();
  }

  /** The same, and the driver said why. */
  public FakeCall drops(int packets, int errno) {
    memory.set(JAVA_INT, 28, -errno);
    return drops(packets);
  }

  /** The next packet was refused. */
  public FakeCall refuses(int errno) {
    memory.set(JAVA_BYTE, 40 + 16L * capacity + memory.get(JAVA_INT, 0), (byte) 1);
    memory.set(JAVA_INT, 28, -errno);
    return (errno == EMSGSIZE ? this : halts()).add(24, 1).add(0, 1);
  }

  /** The interface of the map is gone: the packet at the cursor stays there. */
  public FakeCall isGone() {
    memory.set(JAVA_INT, 36, 1);
    return halts();
  }

  private FakeCall halts() {
    memory.set(JAVA_INT, 32, 1);
    return this;
  }

  private FakeCall add(long at, int amount) {
    memory.set(JAVA_INT, at, memory.get(JAVA_INT, at) + amount);
    return this;
  }

  /** Frames and lengths of the packets. */
  public List<String> packets() {
    List<String> packets = new ArrayList<>();
    for (int i = 0; i < memory.get(JAVA_INT, 4); i++) {
      packets.add(memory.get(JAVA_INT, 40 + 8L * i) + ":" + memory.get(JAVA_INT, 44 + 8L * i));
    }
    return packets;
  }
}
