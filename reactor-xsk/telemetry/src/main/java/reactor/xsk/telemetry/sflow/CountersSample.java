package reactor.xsk.telemetry.sflow;

import java.util.List;

/**
 * Counters of a source.
 *
 * @param source what they are of
 * @param records the structures; a reader that does not know one steps over it
 */
public record CountersSample(SourceId source, List<? extends SflowRecord> records)
    implements SflowSample {

  /** Copies the list. */
  public CountersSample {
    records = List.copyOf(records);
  }
}
