package reactor.xsk.internal.loop;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reactor.xsk.SendOutcome;
import reactor.xsk.XskPacketException;
import reactor.xsk.internal.frame.FrameMetadata;
import reactor.xsk.internal.port.TxPort;
import reactor.xsk.internal.stream.ItemSink;
import reactor.xsk.internal.stream.PacketDrop;
import reactor.xsk.internal.stream.Source;

/**
 * Up to {@code batchSize} packets that are written and published together. Each stage is a short
 * loop of its own over the window.
 *
 * <p>To store a reference costs more than to copy a small packet, because of the GC write barrier:
 * so one reference is stored per item, and one per run of items of the same source.
 */
public final class Window implements ItemSink {

  private final @Nullable Object[] items;
  private final int[] frames;
  private final int[] lengthsBytes;

  // neighbours of one source are a run
  private final @Nullable Source<?>[] runs;
  private final int[] runStarts;
  private int runCount;

  private int limit;
  private int size;
  private int acquired;
  // items up to here had their turn to write, and as many of them as this have written
  private int begun;
  private int written;
  private long openedNs;
  private long describedBytes;

  public Window(int batchSize) {
    this.limit = batchSize;
    this.items = new Object[batchSize];
    this.frames = new int[batchSize];
    this.lengthsBytes = new int[batchSize];
    this.runs = new Source<?>[batchSize];
    this.runStarts = new int[batchSize];
  }

  @Override
  public int size() {
    return size;
  }

  boolean isFull() {
    return size >= limit;
  }

  /** Most packets of it. */
  int capacity() {
    return limit;
  }

  /** Lets it have fewer packets from the next one on: another port takes no more. */
  void limitTo(int packets) {
    limit = packets;
  }

  /** When the first item was taken. */
  long openedNs() {
    return openedNs;
  }

  /** Notes the time at which the first item is taken. */
  void openAt(long nowNs) {
    if (size == 0) {
      openedNs = nowNs;
    }
  }

  @Override
  public @Nullable Object[] items() {
    return items;
  }

  @Override
  public void took(Source<?> source, int count) {
    if (runCount == 0 || runs[runCount - 1] != source) {
      runs[runCount] = source;
      runStarts[runCount] = size;
      runCount++;
    }
    size += count;
  }

  private int endOf(int run) {
    return run + 1 < runCount ? runStarts[run + 1] : size;
  }

  /** Stage 3, first: a free frame for each item. */
  public void acquire(TxPort port) {
    port.acquire(frames, size);
    acquired = size;
  }

  /**
   * Stage 3, then: each item writes itself. One that cannot leaves the window, and the next one has
   * its frame. So the arrays have no gaps when they are described.
   */
  public void write(TxPort port) {
    int longest = port.maxPacketBytes();
    FrameMetadata metadata = port.metadata();
    for (int run = 0; run < runCount; run++) {
      Source<?> source = sourceOf(run);
      int end = endOf(run);
      runStarts[run] = written;
      writeRun(source, end, port, longest, metadata);
    }
    if (written < size) {
      closeGap(port);
    }
  }

  /** The places are kept in fields only once for the run: they cost as much as all else here. */
  private void writeRun(
      Source<?> source, int end, TxPort port, int longest, @Nullable FrameMetadata metadata) {
    int from = begun;
    int to = written;
    try {
      while (from < end) {
        Object item = itemAt(from++);
        MemorySegment frame = port.frame(frames[to]);
        int length = 0;
        Throwable thrown = null;
        try {
          length =
              metadata == null
                  ? source.write(item, frame)
                  : writeWith(metadata, source, item, frame, frames[to], longest);
        } catch (Throwable t) { // even a StackOverflowError is the end of this packet only
          thrown = t;
        }
        if (thrown == null && PacketRules.isSendable(length, frame, longest)) {
          lengthsBytes[to] = length;
          if (++to < from) {
            items[to - 1] = item;
          }
        } else {
          refuse(source, item, frame, longest, length, thrown);
        }
      }
    } finally {
      begun = from;
      written = to;
    }
  }

  private int writeWith(
      FrameMetadata metadata,
      Source<?> source,
      Object item,
      MemorySegment frame,
      int number,
      int longest) {
    metadata.begin(number);
    int length = source.write(item, frame, metadata);
    if (PacketRules.isSendable(length, frame, longest)) {
      metadata.check(length);
    }
    return length;
  }

  private void refuse(
      Source<?> source,
      Object item,
      MemorySegment frame,
      int longest,
      int length,
      @Nullable Throwable thrown) {
    XskPacketException why = PacketRefusal.of(length, frame, longest, item, thrown);
    boolean isDrop = thrown instanceof PacketDrop;
    source.onOutcome(item, isDrop ? SendOutcome.DROPPED : SendOutcome.FAILED, 0, 0, why);
  }

  /** The end of the arrays, behind what was written, is free again. */
  private void closeGap(TxPort port) {
    while (acquired > written) {
      port.giveBack(frames[--acquired]);
    }
    Arrays.fill(items, written, size, null);
    size = written;
    begun = written;
  }

  /** Stage 4: a descriptor for each, with more on all but the last. Returns how many. */
  public int describe(TxPort port, InFlight inFlight, long nowNs) {
    describedBytes = 0;
    for (int run = 0; run < runCount; run++) {
      int from = runStarts[run];
      int to = endOf(run);
      if (from < to) {
        describedBytes += account(sourceOf(run), from, to, inFlight, nowNs);
      }
    }
    if (size > 0) {
      port.putWindow(frames, lengthsBytes, size);
    }
    return size;
  }

  /** The packets of a run are in flight from now on. Returns their bytes. */
  private long account(Source<?> source, int from, int to, InFlight inFlight, long nowNs) {
    if (source.wantsEachOutcome()) {
      for (int i = from; i < to; i++) {
        inFlight.keepItem(frames[i], itemAt(i));
      }
    }
    return inFlight.add(source, frames, lengthsBytes, from, to, nowNs);
  }

  /** Bytes of the packets that were described. */
  long describedBytes() {
    return describedBytes;
  }

  /** Empties the window, so that it keeps no item alive. */
  public void clear() {
    Arrays.fill(items, 0, size, null);
    Arrays.fill(runs, 0, runCount, null);
    size = 0;
    runCount = 0;
    acquired = 0;
    begun = 0;
    written = 0;
  }

  /** Ends the items of a window that will not be published, also of one that is half written. */
  public void discard(TxPort port) {
    for (int i = 0; i < acquired; i++) {
      port.giveBack(frames[i]);
    }
    for (int run = 0; run < runCount; run++) {
      Source<?> source = sourceOf(run);
      for (int i = runStarts[run]; i < endOf(run); i++) {
        discard(source, i);
      }
    }
    clear();
  }

  private void discard(Source<?> source, int i) {
    if (i < written) {
      source.onOutcome(itemAt(i), SendOutcome.DISCARDED, 0, 0, null);
    } else if (i >= begun) {
      source.onUnwritten(itemAt(i));
    }
  }

  private Source<?> sourceOf(int run) {
    Source<?> source = runs[run];
    if (source == null) {
      throw new IllegalStateException("no source of run " + run);
    }
    return source;
  }

  private Object itemAt(int i) {
    Object item = items[i];
    if (item == null) {
      throw new IllegalStateException("no packet at " + i);
    }
    return item;
  }
}
