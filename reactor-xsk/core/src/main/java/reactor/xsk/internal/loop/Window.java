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

  private static final int UNWRITTEN = -1;
  private static final int NO_FRAME = -1;

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
  private int begun;
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
  public void begin(Source<?> source) {
    if (runCount == 0 || runs[runCount - 1] != source) {
      runs[runCount] = source;
      runStarts[runCount] = size;
      runCount++;
    }
  }

  @Override
  public void take(Object item) {
    items[size++] = item;
  }

  private int endOf(int run) {
    return run + 1 < runCount ? runStarts[run + 1] : size;
  }

  /** Stage 3, first: a free frame for each item. */
  public void acquire(TxPort port) {
    for (int i = 0; i < size; i++) {
      frames[i] = port.acquire();
    }
    acquired = size;
  }

  /** Stage 3, then: each item writes itself; the frame of one that cannot is given back. */
  public void write(TxPort port) {
    int longest = port.maxPacketBytes();
    FrameMetadata metadata = port.metadata();
    for (int run = 0; run < runCount; run++) {
      Source<?> source = sourceOf(run);
      int end = endOf(run);
      while (begun < end) {
        write(source, begun++, port, longest, metadata);
      }
    }
  }

  private void write(
      Source<?> source, int i, TxPort port, int longest, @Nullable FrameMetadata metadata) {
    Object item = itemAt(i);
    MemorySegment frame = port.frame(frames[i]);
    int length = 0;
    Throwable thrown = null;
    lengthsBytes[i] = UNWRITTEN;
    try {
      length =
          metadata == null
              ? source.write(item, frame)
              : writeWith(metadata, source, i, frame, longest);
    } catch (Throwable t) { // even a StackOverflowError is the end of this packet only
      thrown = t;
    }
    if (thrown == null && PacketRules.isSendable(length, frame, longest)) {
      lengthsBytes[i] = length;
    } else {
      refuse(source, i, port, length, thrown);
    }
  }

  private int writeWith(
      FrameMetadata metadata, Source<?> source, int i, MemorySegment frame, int longest) {
    metadata.begin(frames[i]);
    int length = source.write(itemAt(i), frame, metadata);
    if (PacketRules.isSendable(length, frame, longest)) {
      metadata.check(length);
    }
    return length;
  }

  private void refuse(
      Source<?> source, int i, TxPort port, int length, @Nullable Throwable thrown) {
    Object item = itemAt(i);
    XskPacketException why =
        PacketRefusal.of(length, port.frame(frames[i]), port.maxPacketBytes(), item, thrown);
    port.giveBack(frames[i]);
    frames[i] = NO_FRAME;
    boolean isDrop = thrown instanceof PacketDrop;
    source.onOutcome(item, isDrop ? SendOutcome.DROPPED : SendOutcome.FAILED, 0, 0, why);
  }

  /** Stage 4: a descriptor for each, with more on all but the last. Returns how many. */
  public int describe(TxPort port, InFlight inFlight, long nowNs) {
    int last = lastWritten();
    int count = 0;
    long bytes = 0;
    int from = 0;
    for (int run = 0; run < runCount; run++) {
      int to = endOf(run);
      count += account(sourceOf(run), from, to, inFlight, nowNs);
      for (int i = from; i < to; i++) {
        if (lengthsBytes[i] != UNWRITTEN) {
          port.put(frames[i], lengthsBytes[i], i != last);
          bytes += lengthsBytes[i];
        }
      }
      from = to;
    }
    describedBytes = bytes;
    return count;
  }

  /** The written packets of a run are in flight from now on. Returns how many there are. */
  private int account(Source<?> source, int from, int to, InFlight inFlight, long nowNs) {
    int written = writtenOf(from, to);
    if (written == 0) {
      return 0;
    }
    int slot = inFlight.hold(source, written);
    boolean keepsItems = source.wantsEachOutcome();
    for (int i = from; i < to; i++) {
      if (lengthsBytes[i] != UNWRITTEN) {
        inFlight.add(frames[i], slot, lengthsBytes[i], nowNs);
        if (keepsItems) {
          inFlight.keepItem(frames[i], itemAt(i));
        }
      }
    }
    return written;
  }

  private int writtenOf(int from, int to) {
    int written = 0;
    for (int i = from; i < to; i++) {
      written += lengthsBytes[i] == UNWRITTEN ? 0 : 1;
    }
    return written;
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
  }

  /** Ends the items of a window that will not be published, also of one that is half written. */
  public void discard(TxPort port) {
    for (int i = 0; i < acquired; i++) {
      if (frames[i] != NO_FRAME) {
        port.giveBack(frames[i]);
      }
    }
    int i = 0;
    for (int run = 0; run < runCount; run++) {
      Source<?> source = sourceOf(run);
      for (int end = endOf(run); i < end; i++) {
        discard(source, i);
      }
    }
    clear();
  }

  private void discard(Source<?> source, int i) {
    if (i >= begun) {
      source.onUnwritten(itemAt(i));
    } else if (lengthsBytes[i] != UNWRITTEN) {
      source.onOutcome(itemAt(i), SendOutcome.DISCARDED, 0, 0, null);
    }
  }

  private int lastWritten() {
    int last = size - 1;
    while (last >= 0 && lengthsBytes[last] == UNWRITTEN) {
      last--;
    }
    return last;
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
