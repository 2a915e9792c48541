package reactor.xsk.internal.sender;

import org.jspecify.annotations.Nullable;
import reactor.xsk.SendOutcome;

/** One item of a random schedule, and what was seen of it. */
final class RandomItem {

  final RandomStream stream;
  final int id;
  int writes;
  int discards;
  int results;
  boolean sendable;
  boolean delivered;
  @Nullable SendOutcome outcome;

  RandomItem(RandomStream stream, int id) {
    this.stream = stream;
    this.id = id;
  }

  @Override
  public String toString() {
    return "item %d of %s (writes=%d, discards=%d, results=%d, sendable=%s, delivered=%s, outcome=%s)"
        .formatted(id, stream, writes, discards, results, sendable, delivered, outcome);
  }
}
