package reactor.xsk.internal.ring;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.xsk.internal.linux.RingMemory;
import reactor.xsk.internal.linux.XdpDesc;

/**
 * The order of accesses to shared memory. One half watches from one thread which access moves which
 * index; the other lets two threads run against each other, where an entry that is read too early
 * or overwritten too early has the wrong content. {@link RingCellsTest} looks at the access modes,
 * which a strongly ordered processor would not miss.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RingOrderTest {

  private static final int ENTRIES = 64;
  private static final int SHORTLY_BEFORE_WRAP = 0xFFFF_FFF0;
  private static final int STRESS_ENTRIES = 1_000_000;
  private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(10);

  @Test
  void shouldNotPublishADescriptorByPuttingIt() {
    RingFixture shared = RingFixture.of(ENTRIES, XdpDesc.SIZE_BYTES, 0);
    TxRing ring = new TxRing(shared.ring);

    ring.put(0x800, 60, 0);
    ring.put(0x1000, 60, 0);

    assertThat(shared.producer()).isZero();
  }

  @Test
  void shouldPublishAllDescriptorsBySubmittingOnce() {
    RingFixture shared = RingFixture.of(ENTRIES, XdpDesc.SIZE_BYTES, 0);
    TxRing ring = new TxRing(shared.ring);
    ring.put(0x800, 60, 0);
    ring.put(0x1000, 60, 0);

    ring.submit();

    assertThat(shared.producer()).isEqualTo(2);
  }

  @Test
  void shouldNeverMoveTheIndexOfTheKernel() {
    RingFixture shared = RingFixture.of(ENTRIES, XdpDesc.SIZE_BYTES, 0);
    TxRing ring = new TxRing(shared.ring);
    ring.put(0x800, 60, 0);
    ring.submit();
    ring.pending();
    ring.room(ENTRIES);
    ring.needsWakeup();

    assertThat(shared.consumer()).isZero();
  }

  @Test
  void shouldNotGiveAnEntryBackByReadingIt() {
    RingFixture shared = RingFixture.of(ENTRIES, Long.BYTES, 0);
    CompletionRing ring = new CompletionRing(shared.ring);
    shared.setProducer(2);

    ring.available();
    ring.read(new long[2], 2);
    ring.take(2);

    assertThat(shared.consumer()).isZero();
  }

  @Test
  void shouldGiveAllReadEntriesBackByReleasingOnce() {
    RingFixture shared = RingFixture.of(ENTRIES, Long.BYTES, 0);
    CompletionRing ring = new CompletionRing(shared.ring);
    shared.setProducer(3);
    ring.available();
    ring.read(new long[2], 2);
    ring.take(2);

    ring.release();

    assertThat(shared.consumer()).isEqualTo(2);
    assertThat(shared.producer()).isEqualTo(3);
  }

  @Test
  void shouldCarryEveryDescriptorWholeFromOneThreadToAnother() throws Exception {
    RingMemory memory = ring(XdpDesc.SIZE_BYTES);
    FutureTask<Integer> kernel = new FutureTask<>(() -> consumeDescriptors(memory));
    Thread.ofPlatform().daemon().start(kernel);

    TxRing ring = new TxRing(memory);
    for (int sent = 0; sent < STRESS_ENTRIES; ) {
      int wanted = Math.min(1 + sent % 32, STRESS_ENTRIES - sent);
      int window = ring.room(wanted);
      for (int i = 0; i < window; i++, sent++) {
        ring.put(addressOf(sent), sent, ~sent);
      }
      ring.submit();
      if (window == 0) {
        stopIfFailed(kernel);
        Thread.yield();
      }
    }

    assertThat(kernel.get(10, TimeUnit.SECONDS)).isEqualTo(STRESS_ENTRIES);
  }

  @Test
  void shouldCarryEveryCompletionWholeFromOneThreadToAnother() throws Exception {
    RingMemory memory = ring(Long.BYTES);
    FutureTask<Integer> kernel = new FutureTask<>(() -> produceCompletions(memory));
    Thread.ofPlatform().daemon().start(kernel);

    CompletionRing ring = new CompletionRing(memory);
    long[] addresses = new long[ENTRIES];
    for (int seen = 0; seen < STRESS_ENTRIES; ) {
      int count = waitFor(ring::available);
      ring.read(addresses, count);
      for (int i = 0; i < count; i++, seen++) {
        if (addresses[i] != addressOf(seen)) {
          throw new AssertionError("completion %d reads 0x%x".formatted(seen, addresses[i]));
        }
      }
      ring.take(count);
      ring.release();
    }

    assertThat(kernel.get(10, TimeUnit.SECONDS)).isEqualTo(STRESS_ENTRIES);
  }

  @Test
  void shouldNoticeAnEntryThatIsReadTooEarly() {
    // the check itself: a descriptor published before it is written is found by the other thread
    RingMemory memory = ring(XdpDesc.SIZE_BYTES);
    new RingCells(memory).setProducerRelease(SHORTLY_BEFORE_WRAP + 1);

    assertThatThrownBy(() -> consumeDescriptors(memory)).isInstanceOf(AssertionError.class);
  }

  /** The kernel's side of the TX ring: every descriptor must be the one that was put there. */
  private static int consumeDescriptors(RingMemory memory) {
    RingCells cells = new RingCells(memory);
    ConsumerCursor cursor = new ConsumerCursor(ENTRIES, SHORTLY_BEFORE_WRAP);
    int seen = 0;
    while (seen < STRESS_ENTRIES) {
      int count =
          waitFor(
              () -> {
                cursor.see(cells.producerAcquire());
                return cursor.available();
              });
      for (int i = 0; i < count; i++, seen++) {
        long offset = memory.descriptorsOffset() + (long) cursor.next() * XdpDesc.SIZE_BYTES;
        if (XdpDesc.umemAddress(memory.memory(), offset) != addressOf(seen)
            || XdpDesc.lengthBytes(memory.memory(), offset) != seen
            || XdpDesc.options(memory.memory(), offset) != ~seen) {
          throw new AssertionError("descriptor %d is not the one that was put".formatted(seen));
        }
      }
      cells.setConsumerRelease(cursor.consumed());
    }
    return seen;
  }

  /** The kernel's side of the completion ring: it reuses an entry as soon as it gets it back. */
  private static int produceCompletions(RingMemory memory) {
    RingCells cells = new RingCells(memory);
    ProducerCursor cursor = new ProducerCursor(ENTRIES, SHORTLY_BEFORE_WRAP);
    int sent = 0;
    while (sent < STRESS_ENTRIES) {
      int free =
          waitFor(
              () -> {
                cursor.see(cells.consumerAcquire());
                return cursor.free();
              });
      int count = Math.min(free, STRESS_ENTRIES - sent);
      for (int i = 0; i < count; i++, sent++) {
        long offset = memory.descriptorsOffset() + (long) cursor.next() * Long.BYTES;
        memory.memory().set(JAVA_LONG, offset, addressOf(sent));
      }
      cells.setProducerRelease(cursor.produced());
    }
    return sent;
  }

  private static int waitFor(IntSupplier count) {
    long startNs = System.nanoTime();
    int available = count.getAsInt();
    while (available == 0) {
      if (System.nanoTime() - startNs > DEADLINE_NS) {
        throw new AssertionError("the other side has stopped");
      }
      Thread.yield();
      available = count.getAsInt();
    }
    return available;
  }

  private static void stopIfFailed(FutureTask<Integer> kernel)
      throws ExecutionException, InterruptedException {
    if (kernel.isDone()) {
      kernel.get();
    }
  }

  private static long addressOf(int n) {
    return n * 0x9E37_79B9_7F4A_7C15L + 1;
  }

  private static RingMemory ring(int entryBytes) {
    long size = 320 + (long) ENTRIES * entryBytes;
    RingMemory ring = new RingMemory(Arena.ofAuto().allocate(size, 64), 0, 128, 196, 320, ENTRIES);
    RingCells cells = new RingCells(ring);
    cells.setProducerRelease(SHORTLY_BEFORE_WRAP);
    cells.setConsumerRelease(SHORTLY_BEFORE_WRAP);
    return ring;
  }
}
