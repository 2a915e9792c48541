package reactor.xsk.telemetry.ipfix;

import static reactor.xsk.telemetry.internal.wire.NetworkOrder.put2;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.xsk.telemetry.internal.flow.AccountedMessage;
import reactor.xsk.telemetry.internal.flow.ExportLedger;

/**
 * A message of data records of one domain. It is filled by the packing thread, written by the
 * sending thread, and counted when its outcome is known.
 */
final class DataMessage implements AccountedMessage {

  private final Domain domain;

  private Object[] records = new Object[32];
  private TemplateEntry<?>[] sets = new TemplateEntry<?>[2];
  private int[] setEnds = new int[2];
  private int recordCount;
  private int setCount;
  private int sizeBytes = Domain.HEADER_BYTES;

  // Of the thread that writes; read when the outcome is known.
  private int written;
  private @Nullable Throwable failure;

  DataMessage(Domain domain) {
    this.domain = domain;
  }

  Domain domain() {
    return domain;
  }

  /** What the message would have with that record. */
  long sizeWith(TemplateEntry<?> entry, int recordBytes) {
    return (long) sizeBytes + recordBytes + (continues(entry) ? 0 : TemplateEntry.SET_HEADER_BYTES);
  }

  private boolean continues(TemplateEntry<?> entry) {
    return setCount > 0 && sets[setCount - 1] == entry;
  }

  void add(TemplateEntry<?> entry, Object record, int recordBytes) {
    sizeBytes = (int) sizeWith(entry, recordBytes);
    if (!continues(entry)) {
      if (setCount == sets.length) {
        sets = Arrays.copyOf(sets, 2 * setCount);
        setEnds = Arrays.copyOf(setEnds, 2 * setCount);
      }
      sets[setCount++] = entry;
    }
    if (recordCount == records.length) {
      records = Arrays.copyOf(records, 2 * recordCount);
    }
    records[recordCount++] = record;
    setEnds[setCount - 1] = recordCount;
  }

  @Override
  public int recordCount() {
    return recordCount;
  }

  @Override
  public int writeTo(MemorySegment payload) {
    if (sizeBytes > payload.byteSize()) {
      return sizeBytes;
    }
    long at = Domain.HEADER_BYTES;
    int index = 0;
    for (int set = 0; set < setCount; set++) {
      at = writeSet(sets[set], index, setEnds[set], payload, at);
      index = setEnds[set];
    }
    if (written > 0) {
      domain.dataHeader(payload, at, written);
      return (int) at;
    }
    throw new IllegalStateException("no record of the message could be written", failure);
  }

  /**
   * Writes records of one template. One that cannot be written is left out, and not the message.
   */
  private <R> long writeSet(
      TemplateEntry<R> entry, int from, int to, MemorySegment payload, long offset) {
    long start = offset + TemplateEntry.SET_HEADER_BYTES;
    long at = start;
    for (int i = from; i < to; i++) {
      try {
        at = entry.template().write(record(entry, i), payload, at);
        written++;
      } catch (RuntimeException refused) {
        failure = failure == null ? refused : failure;
        records[i] = new Unwritten(record(entry, i));
      }
    }
    if (at == start) {
      return offset;
    }
    put2(payload, offset, entry.id());
    put2(payload, offset + 2, at - offset);
    return at;
  }

  /** A record that could not be written. */
  private record Unwritten(Object record) {}

  @SuppressWarnings("unchecked") // add() was given both
  private <R> R record(TemplateEntry<R> entry, int index) {
    Object record = records[index];
    return (R) (record instanceof Unwritten unwritten ? unwritten.record() : record);
  }

  @Override
  public void countSent(ExportLedger ledger) {
    ledger.countMessage(true);
    count(ledger, false);
  }

  @Override
  public void countNotSent(ExportLedger ledger) {
    ledger.countMessage(false);
    count(ledger, true);
  }

  private void count(ExportLedger ledger, boolean lost) {
    if (failure != null) {
      ledger.failed(failure);
    }
    int index = 0;
    for (int set = 0; set < setCount; set++) {
      if (sets[set].isOfUser()) {
        count(ledger, sets[set], index, setEnds[set], lost);
      }
      index = setEnds[set];
    }
  }

  private <R> void count(
      ExportLedger ledger, TemplateEntry<R> entry, int from, int to, boolean lost) {
    if (!lost && failure == null) {
      ledger.countSent(to - from);
      return;
    }
    for (int i = from; i < to; i++) {
      if (lost || records[i] instanceof Unwritten) {
        R record = record(entry, i);
        FlowCounts.notSent(ledger, entry, record);
      } else {
        ledger.countSent(1);
      }
    }
  }

  /** Counts the records as not sent, and hands them out. */
  void discard(ExportLedger ledger, Consumer<Object> consumer) {
    count(ledger, true);
    for (int i = 0; i < recordCount; i++) {
      consumer.accept(records[i]);
    }
  }
}
