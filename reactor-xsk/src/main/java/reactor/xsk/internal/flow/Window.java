package reactor.xsk.internal.flow;

import org.jspecify.annotations.Nullable;
import reactor.xsk.SendOutcome;
import reactor.xsk.internal.port.TxPort;

/**
 * Up to {@code batchSize} packets that are written and published together. Each stage is a short
 * loop of its own over the window.
 */
final class Window {

  private static final int UNWRITTEN = -1;
  private static final int NO_FRAME = -1;

  private final @Nullable Source<?>[] sources;
  private final @Nullable Object[] items;
  private final int[] frames;
  private final int[] lengthsBytes;
  private int size;
  private int acquired;
  private int written;
  private long openedNs;

  Window(int batchSize) {
    this.sources = new Source<?>[batchSize];
    this.items = new Object[batchSize];
    this.frames = new int[batchSize];
    this.lengthsBytes = new int[batchSize];
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == frames.length;
  }

  int capacity() {
    return frames.length;
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

  /** Stage 2: one item more. */
  void take(Source<?> source, Object item) {
    sources[size] = source;
    items[size++] = item;
  }

  /** Stage 3, first: a free frame for each item. */
  void acquire(TxPort port) {
    for (int i = 0; i < size; i++) {
      frames[i] = port.acquire();
    }
    acquired = size;
  }

  /** Stage 3, then: each item writes itself; the frame of one that cannot is given back. */
  void write(TxPort port) {
    for (int i = 0; i < size; i++) {
      Object item = itemAt(i);
      items[i] = null; // whatever happens now, the source tells the end of an item not written
      written = i + 1;
      lengthsBytes[i] = sourceAt(i).write(item, port.frame(frames[i]), UNWRITTEN);
      if (lengthsBytes[i] == UNWRITTEN) {
        port.giveBack(frames[i]);
        frames[i] = NO_FRAME;
      } else {
        items[i] = item;
      }
    }
  }

  /** Stage 4: a descriptor for each, with more on all but the last. Returns how many. */
  int describe(TxPort port, InFlight inFlight, long nowNs) {
    int last = lastWritten();
    int count = 0;
    for (int i = 0; i <= last; i++) {
      if (lengthsBytes[i] != UNWRITTEN) {
        inFlight.add(frames[i], sourceAt(i), itemAt(i), lengthsBytes[i], nowNs);
        port.put(frames[i], lengthsBytes[i], i != last);
        count++;
      }
    }
    return count;
  }

  /** Bytes of the packets that were written. */
  long writtenBytes() {
    long bytes = 0;
    for (int i = 0; i < size; i++) {
      bytes += Math.max(0, lengthsBytes[i]);
    }
    return bytes;
  }

  /** Empties the window, so that it keeps no item alive. */
  void clear() {
    for (int i = 0; i < size; i++) {
      sources[i] = null;
      items[i] = null;
    }
    size = 0;
    acquired = 0;
    written = 0;
  }

  /** Ends the items of a window that will not be published, also of one that is half written. */
  void discard(TxPort port) {
    for (int i = 0; i < acquired; i++) {
      if (frames[i] != NO_FRAME) {
        port.giveBack(frames[i]);
      }
    }
    for (int i = 0; i < size; i++) {
      Object item = items[i];
      if (item != null && i < written) {
        sourceAt(i).onOutcome(item, SendOutcome.DISCARDED, 0, null);
      } else if (item != null) {
        sourceAt(i).onUnwritten(item);
      }
    }
    clear();
  }

  private int lastWritten() {
    int last = size - 1;
    while (last >= 0 && lengthsBytes[last] == UNWRITTEN) {
      last--;
    }
    return last;
  }

  private Source<?> sourceAt(int i) {
    Source<?> source = sources[i];
    if (source == null) {
      throw new IllegalStateException("no packet at " + i);
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
