package reactor.xsk.telemetry.collector;

import reactor.xsk.telemetry.ExportReport;

/** A program that others wrote, which counts the flow records that arrive. */
interface RecordCounter extends AutoCloseable {

  /** Waits for what was sent, ends the program, and returns how many records it has counted. */
  long endAfter(ExportReport report);

  @Override
  void close();
}
