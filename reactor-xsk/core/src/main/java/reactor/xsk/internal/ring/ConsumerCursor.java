package reactor.xsk.internal.ring;

/**
 * The consumer's side of a ring: which entry is next, and how many are there. Indices run freely
 * over 32 bits; their difference is right across the wrap. Pure arithmetic.
 */
public final class ConsumerCursor {

  private final int entries;
  private int consumed;
  private int producedSeen;

  /** A cursor over {@code entries} (a power of two), both indices at {@code start}. */
  public ConsumerCursor(int entries, int start) {
    this.entries = entries;
    this.consumed = start;
    this.producedSeen = start;
  }

  /** Entries that can be read, as far as has been seen. */
  public int available() {
    return producedSeen - consumed;
  }

  /**
   * Takes note of the producer's index.
   *
   * @return whether it can be true: a producer is never more than a ring ahead
   */
  public boolean see(int produced) {
    producedSeen = produced;
    return available() >= 0 && available() <= entries;
  }

  /** The slot of the next entry; the caller has seen that one is there. */
  public int next() {
    return consumed++ & (entries - 1);
  }

  /** Goes on by so many entries; the caller has seen that they are there. */
  public void take(int count) {
    consumed += count;
  }

  /** The slot of the n-th entry from here; the caller has seen that it is there. */
  public int peek(int nth) {
    return (consumed + nth) & (entries - 1);
  }

  /** The index to give back. */
  public int consumed() {
    return consumed;
  }
}
