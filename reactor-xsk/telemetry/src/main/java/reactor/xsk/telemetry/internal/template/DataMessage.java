package reactor.xsk.telemetry.internal.template;

import static reactor.xsk.telemetry.internal.wire.NetworkOrder.put1;
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
public final class DataMessage implements AccountedMessage {

  private final Framing framing;

  private Object[] records = new Object[32];
  private TemplateEntry<?>[] sets = new TemplateEntry<?>[2];
  private int[] setEnds = new int[2];
  private int recordCount;
  private int setCount;

  /** The octets of the header and of all sets but the last, which may still grow. */
  private int endedBytes;

  private int lastSetBytes;

  // Of the thread that writes; read when the outcome is known.
  private int written;
  private @Nullable Throwable failure;

  public DataMessage(Framing framing) {
    this.framing = framing;
    this.endedBytes = framing.headerBytes();
  }

  Framing framing() {
    return framing;
  }

  /** What the message would have with that record. */
  public int sizeWith(TemplateEntry<?> entry, int recordBytes) {
    int set = continues(entry) ? lastSetBytes : TemplateEntry.SET_HEADER_BYTES;
    int ended = continues(entry) ? endedBytes : sizeBytes();
    return ended + set + recordBytes + padding(entry, set + recordBytes);
  }

  private int sizeBytes() {
    return setCount == 0
        ? endedBytes
        : endedBytes + lastSetBytes + padding(sets[setCount - 1], lastSetBytes);
  }

  /** The zeros behind a set; they are shorter than any record of it (RFC 7011 section 3.3.1). */
  private int padding(TemplateEntry<?> entry, long setBytes) {
    int alignment = framing.setAlignment();
    return entry.template().minSizeBytes() < alignment ? 0 : (int) (-setBytes & alignment - 1);
  }

  private boolean continues(TemplateEntry<?> entry) {
    return setCount > 0 && sets[setCount - 1] == entry;
  }

  public void add(TemplateEntry<?> entry, Object record, int recordBytes) {
    if (!continues(entry)) {
      endedBytes = sizeBytes();
      lastSetBytes = TemplateEntry.SET_HEADER_BYTES;
      if (setCount == sets.length) {
        sets = Arrays.copyOf(sets, 2 * setCount);
        setEnds = Arrays.copyOf(setEnds, 2 * setCount);
      }
      sets[setCount++] = entry;
    }
    lastSetBytes += recordBytes;
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
    if (sizeBytes() > payload.byteSize()) {
      return sizeBytes();
    }
    framing.beforeRecords();
    long at = framing.headerBytes();
    int index = 0;
    for (int set = 0; set < setCount; set++) {
      at = writeSet(sets[set], index, setEnds[set], payload, at);
      index = setEnds[set];
    }
    if (written > 0) {
      framing.dataHeader(payload, at, written);
      return (int) at;
    }
    throw new IllegalStateException("no record of the message could be written", failure);
  }

  /** Writes records of one template. */
  private <R> long writeSet(
      TemplateEntry<R> entry, int from, int to, MemorySegment payload, long offset) {
    long start = offset + TemplateEntry.SET_HEADER_BYTES;
    long at;
    try {
      at = entry.template().writeAll(recordsOf(entry), from, to, payload, start);
      written += to - from;
    } catch (RuntimeException oneOfThem) {
      at = writeOneByOne(entry, from, to, payload, start);
    }
    if (at == start) {
      return offset;
    }
    for (int zeros = padding(entry, at - offset); zeros > 0; zeros--) {
      put1(payload, at++, 0);
    }
    put2(payload, offset, entry.id());
    put2(payload, offset + 2, at - offset);
    return at;
  }

  /** Leaves out a record that cannot be written, and not the message. */
  private <R> long writeOneByOne(
      TemplateEntry<R> entry, int from, int to, MemorySegment payload, long start) {
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
    return at;
  }

  @SuppressWarnings("unchecked") // records of other templates are not among those that are read
  private <R> R[] recordsOf(TemplateEntry<R> entry) {
    return (R[]) records;
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
