package reactor.xsk.internal.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import reactor.xsk.internal.linux.RingMemory;

/** A ring in plain memory, laid out unlike the kernel's, and the other side's view of it. */
final class RingFixture {

  private static final long CONSUMER = 8;
  private static final long FLAGS = 20;
  private static final long PRODUCER = 64;
  private static final long DESCRIPTORS = 136;

  final RingMemory ring;
  private final MemorySegment memory;

  private RingFixture(MemorySegment memory, int entries) {
    this.memory = memory;
    this.ring = new RingMemory(memory, PRODUCER, CONSUMER, FLAGS, DESCRIPTORS, entries);
  }

  /** A ring whose entries have {@code entryBytes}, both indices at {@code start}. */
  static RingFixture of(int entries, int entryBytes, int start) {
    long size = DESCRIPTORS + (long) entries * entryBytes;
    RingFixture fixture = new RingFixture(Arena.ofAuto().allocate(size, 64), entries);
    fixture.setProducer(start);
    fixture.setConsumer(start);
    return fixture;
  }

  int producer() {
    return memory.get(JAVA_INT, PRODUCER);
  }

  void setProducer(int index) {
    memory.set(JAVA_INT, PRODUCER, index);
  }

  int consumer() {
    return memory.get(JAVA_INT, CONSUMER);
  }

  void setConsumer(int index) {
    memory.set(JAVA_INT, CONSUMER, index);
  }

  void setFlags(int flags) {
    memory.set(JAVA_INT, FLAGS, flags);
  }

  long longAt(long offsetFromDescriptors) {
    return memory.get(JAVA_LONG, DESCRIPTORS + offsetFromDescriptors);
  }

  int intAt(long offsetFromDescriptors) {
    return memory.get(JAVA_INT, DESCRIPTORS + offsetFromDescriptors);
  }

  void setLongAt(long offsetFromDescriptors, long value) {
    memory.set(JAVA_LONG, DESCRIPTORS + offsetFromDescriptors, value);
  }
}
