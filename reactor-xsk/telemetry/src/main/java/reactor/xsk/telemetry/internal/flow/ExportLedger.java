package reactor.xsk.telemetry.internal.flow;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.TelemetryClock;

/**
 * The account of an exporter: the packing thread and the sending thread write, any thread reads.
 */
public final class ExportLedger {

  private final TelemetryClock clock;
  private final LongAdder offered = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder notSent = new LongAdder();
  private final LongAdder notSentPackets = new LongAdder();
  private final LongAdder notSentOctets = new LongAdder();
  private final LongAdder sentMessages = new LongAdder();
  private final LongAdder notSentMessages = new LongAdder();
  private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();

  private volatile long firstLossMs;
  private volatile long lastLossMs;

  public ExportLedger(TelemetryClock clock) {
    this.clock = clock;
  }

  public void countOffered(long records) {
    offered.add(records);
  }

  public void countSent(long records) {
    sent.add(records);
  }

  /** Counts records that a collector cannot have, and the packets and octets that they counted. */
  public void countNotSent(long records, long packets, long octets) {
    if (records == 0) {
      return;
    }
    long nowMs = clock.epochMillis();
    if (firstLossMs == 0) {
      firstLossMs = nowMs;
    }
    lastLossMs = nowMs;
    notSent.add(records);
    notSentPackets.add(packets);
    notSentOctets.add(octets);
  }

  public void countMessage(boolean completed) {
    (completed ? sentMessages : notSentMessages).increment();
  }

  public void failed(@Nullable Throwable cause) {
    if (cause != null) {
      firstFailure.compareAndSet(null, cause);
    }
  }

  /** When the first record was not sent: milliseconds since 1970, or 0 if none was. */
  public long firstLossMs() {
    return firstLossMs;
  }

  /** When the last record was not sent: milliseconds since 1970, or 0 if none was. */
  public long lastLossMs() {
    return lastLossMs;
  }

  public ExportReport report() {
    // Read in this order, ends before beginnings, a running export never seems to have sent more
    // than it was offered.
    long sentNow = sent.sum();
    long notSentNow = notSent.sum();
    return new Report(
        notSentPackets.sum(),
        notSentOctets.sum(),
        sentMessages.sum(),
        notSentMessages.sum(),
        sentNow,
        notSentNow,
        offered.sum(),
        firstFailure.get());
  }

  private record Report(
      long notSentPackets,
      long notSentOctets,
      long sentMessages,
      long notSentMessages,
      long sentRecords,
      long notSentRecords,
      long offeredRecords,
      @Nullable Throwable firstFailure)
      implements ExportReport {}
}
