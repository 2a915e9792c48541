package reactor.xsk.telemetry.record;

import java.lang.foreign.MemorySegment;

/**
 * Writes the records of one template. The implementation is compiled for it: {@link
 * WriterCompiler}.
 */
abstract class RecordWriter {

  /** The octets that the record takes. */
  abstract int sizeBytes(Object record);

  /**
   * Writes the record, which takes {@link #sizeBytes} octets, and returns the offset behind it.
   *
   * @throws RecordException if a value does not fit into its field
   */
  abstract long write(Object record, MemorySegment target, long offsetBytes);

  /** Writes some of the records, one behind the other, and returns the offset behind them. */
  long writeAll(Object[] records, int from, int to, MemorySegment target, long offsetBytes) {
    long at = offsetBytes;
    for (int i = from; i < to; i++) {
      at = write(records[i], target, at);
    }
    return at;
  }
}
