package reactor.xsk.telemetry.sflow;

import java.util.List;

/**
 * A sampled packet.
 *
 * @param source where it was sampled
 * @param samplingRate one packet of so many is sampled
 * @param samplePool packets that could have been sampled, in all
 * @param drops samples that were lost for lack of resources before they came here, in all; the
 *     exporter adds those that it could not send
 * @param input ifIndex, 0 unknown, or 0x3fffffff for the device itself
 * @param output as {@code input}; with the top bits of sflow_version_5.txt
 * @param records the structures, as a rule one {@link RawHeader}
 */
public record FlowSample(
    SourceId source,
    long samplingRate,
    long samplePool,
    long drops,
    long input,
    long output,
    List<? extends SflowRecord> records)
    implements SflowSample {

  /** The device itself, as {@code input} or {@code output}. */
  public static final long INTERNAL = 0x3fff_ffffL;

  /** Copies the list. */
  public FlowSample {
    records = List.copyOf(records);
  }
}
