package reactor.xsk.internal.ring;

/**
 * The producer's side of a ring: which entry is next, and how many are free. Indices run freely
 * over 32 bits; their difference is right across the wrap. Pure arithmetic.
 */
public final class ProducerCursor {

  private final int entries;
  private int produced;
  private int consumedSeen;

  /** A cursor over {@code entries} (a power of two), both indices at {@code start}. */
  public ProducerCursor(int entries, int start) {
    this.entries = entries;
    this.produced = start;
    this.consumedSeen = start;
  }

  /** The size of the ring. */
  public int entries() {
    return entries;
  }

  /** Entries that can be written, as far as has been seen. */
  public int free() {
    return entries - (produced - consumedSeen);
  }

  /** Entries that the consumer had not taken when last seen. */
  public int pending() {
    return produced - consumedSeen;
  }

  /** Takes note of the consumer's index. */
  public void see(int consumed) {
    consumedSeen = consumed;
  }

  /** The slot of the next entry; the caller has seen that one is free. */
  public int next() {
    return slot(produced++);
  }

  /** Goes on by so many entries; the caller has seen that they are free. */
  public void go(int count) {
    produced += count;
  }

  /** The slot of any index. */
  public int slot(int index) {
    return index & (entries - 1);
  }

  /** The index to publish. */
  public int produced() {
    return produced;
  }

  /** The consumer's index as last seen. */
  public int consumedSeen() {
    return consumedSeen;
  }
}
