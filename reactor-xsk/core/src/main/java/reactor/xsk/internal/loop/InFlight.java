package reactor.xsk.internal.loop;

import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.port.TxPort;
import reactor.xsk.internal.stream.Source;

/**
 * What the loop must know of each frame in flight: whose packet it carries, and since when. Which
 * frames are in flight, the port knows: its ledger reports each once.
 *
 * <p>A frame names its source by the number of a slot, because to store a reference for each packet
 * costs more than everything else here: every reference store has a GC write barrier.
 */
public final class InFlight {

  private final SourceSlots sources;

  /** The slot of a frame's source, above the length of its packet: one store for both. */
  private final long[] packets;

  private final long[] publishedNs;
  private final @Nullable Object[] items;
  private long newestCompletedNs;
  private long runBytes;

  public InFlight(int frameCount, long nowNs) {
    this.newestCompletedNs = nowNs;
    this.sources = new SourceSlots(frameCount);
    this.packets = new long[frameCount];
    this.publishedNs = new long[frameCount];
    this.items = new Object[frameCount];
  }

  /**
   * Frames of a range are published, with packets of {@code source}. Returns how many bytes they
   * are.
   */
  long add(Source<?> source, int[] frames, int[] lengths, int from, int to, long nowNs) {
    int slot = sources.hold(source, to - from);
    long bytes = 0;
    for (int i = from; i < to; i++) {
      int frame = frames[i];
      packets[frame] = packet(slot, lengths[i]);
      publishedNs[frame] = nowNs;
      bytes += lengths[i];
    }
    return bytes;
  }

  /** Keeps the item of a frame that was added, for a source that wants it back. */
  void keepItem(int frame, Object item) {
    items[frame] = item;
  }

  /** What is known of a packet that changes its frame. */
  record Entry(Source<?> source, @Nullable Object item, int lengthBytes, long publishedNs) {}

  /** Takes a packet out of its frame, so that it can be put into another. */
  Entry takeOut(int frame) {
    Entry entry = new Entry(source(frame), takeItem(frame), lengthBytes(frame), publishedNs[frame]);
    sources.release(slotOf(frame), 1);
    return entry;
  }

  /** Puts a packet into another frame. */
  void putInto(int frame, Entry entry) {
    packets[frame] = packet(sources.hold(entry.source, 1), entry.lengthBytes);
    items[frame] = entry.item;
    publishedNs[frame] = entry.publishedNs;
  }

  /** A frame has ended; returns its source. */
  Source<?> remove(int frame) {
    int slot = slotOf(frame);
    sawCompletion(frame);
    return sources.release(slot, 1);
  }

  private void sawCompletion(int frame) {
    if (publishedNs[frame] - newestCompletedNs > 0) {
      newestCompletedNs = publishedNs[frame];
    }
  }

  /** The source of a frame in flight. */
  Source<?> source(int frame) {
    return sources.at(slotOf(frame));
  }

  private static long packet(int slot, int lengthBytes) {
    return (long) slot << Integer.SIZE | lengthBytes;
  }

  private int slotOf(int frame) {
    return (int) (packets[frame] >> Integer.SIZE);
  }

  /**
   * The frames of a range have ended, up to the first that has another source than the one at
   * {@code from}. Returns the end of this run; see {@link #runBytes}.
   */
  int removeRun(int[] frames, int from, int to) {
    int slot = slotOf(frames[from]);
    long bytes = 0;
    int end = from;
    for (; end < to; end++) {
      int frame = frames[end];
      long packet = packets[frame];
      if (packet >> Integer.SIZE != slot) {
        break;
      }
      bytes += (int) packet;
    }
    sawCompletion(frames[end - 1]); // the newest, but where completions have no order
    runBytes = bytes;
    sources.release(slot, end - from);
    return end;
  }

  /** The bytes of the packets of the last {@link #removeRun}. */
  long runBytes() {
    return runBytes;
  }

  /** The item of a removed frame, if its source wants it back. */
  @Nullable Object takeItem(int frame) {
    Object item = items[frame];
    if (item != null) {
      items[frame] = null;
    }
    return item;
  }

  /** Also of a frame that has ended. */
  int lengthBytes(int frame) {
    return (int) packets[frame];
  }

  /**
   * When the newest of the frames that have ended was published. Of a run only the last is looked
   * at: if another was newer, a later run says so.
   */
  long newestCompletedNs() {
    return newestCompletedNs;
  }

  /** When the oldest frame in flight was published; {@code nowNs} if there is none. */
  long oldestNs(TxPort port, long nowNs) {
    long oldest = nowNs;
    for (int frame = 0; frame < packets.length; frame++) {
      if (port.isInFlight(frame) && publishedNs[frame] - oldest < 0) {
        oldest = publishedNs[frame];
      }
    }
    return oldest;
  }
}
