package reactor.xsk.samples.demo;

import java.lang.foreign.MemorySegment;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import reactor.xsk.samples.telemetry.MalformedRecordException;
import reactor.xsk.samples.telemetry.RecordDecoder;
import reactor.xsk.samples.telemetry.TelemetryRecord;

/** Compares what arrives with what was sent: every record, whole, in order. */
final class RecordChecker {

  private final Queue<TelemetryRecord> expected = new ConcurrentLinkedQueue<>();
  private final Consumer<TelemetryRecord> onGood;

  // written by the receiver's thread only, read by any
  private volatile long received;
  private volatile long changed;
  private volatile long outOfOrder;

  /** Hands good records on. */
  RecordChecker(Consumer<TelemetryRecord> onGood) {
    this.onGood = onGood;
  }

  /** The sender's side: this record is about to be sent. */
  void expect(TelemetryRecord record) {
    expected.add(record);
  }

  /** The receiver's side: this arrived. */
  void check(MemorySegment payload) {
    TelemetryRecord arrived;
    try {
      arrived = RecordDecoder.decode(payload);
    } catch (MalformedRecordException e) {
      changed = changed + 1;
      return;
    }
    compare(arrived);
  }

  private void compare(TelemetryRecord arrived) {
    TelemetryRecord next = expected.peek();
    while (next != null && next.sequence() < arrived.sequence()) {
      expected.poll(); // not arrived so far: lost, or it will be out of order
      next = expected.peek();
    }
    if (next == null || next.sequence() > arrived.sequence()) {
      outOfOrder = outOfOrder + 1;
      return;
    }
    expected.poll();
    if (next.equals(arrived)) {
      received = received + 1;
      onGood.accept(arrived);
    } else {
      changed = changed + 1;
    }
  }

  /** Records that arrived as they were sent, each once and in order. */
  long received() {
    return received;
  }

  /** Payloads that are not what was sent. */
  long changed() {
    return changed;
  }

  /** Records that came after a later one, or for the second time. */
  long outOfOrder() {
    return outOfOrder;
  }

  long arrived() {
    return received + changed + outOfOrder;
  }
}
