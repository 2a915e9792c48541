package reactor.xsk.telemetry.sflow;

import java.util.List;

/** Writes samples, in the compact or in the expanded forms. */
final class SampleWriter {

  private static final int FLOW = 1;
  private static final int COUNTERS = 2;
  private static final int EXPANDED_FLOW = 3;
  private static final int EXPANDED_COUNTERS = 4;

  /** The longest index in 24 bits. */
  private static final long MAX_COMPACT_INDEX = 0xff_ffffL;

  private final boolean expanded;

  SampleWriter(boolean expanded) {
    this.expanded = expanded;
  }

  /** The octets of a sample, its tag and length included; an error if it has no compact form. */
  int sizeBytes(SflowSample sample) {
    if (!expanded && sample.source().index() > MAX_COMPACT_INDEX) {
      throw new IllegalArgumentException(
          "%s does not fit into 24 bits: an agent with such an index sends the expanded forms only"
                  .formatted(sample.source())
              + " (expanded(true))");
    }
    return 8 + contentBytes(sample);
  }

  private int contentBytes(SflowSample sample) {
    return switch (sample) {
      case CountersSample counters -> (expanded ? 16 : 12) + recordBytes(counters.records());
      case FlowSample flow -> (expanded ? 44 : 32) + recordBytes(flow.records());
    };
  }

  private static int recordBytes(List<? extends SflowRecord> records) {
    int size = 0;
    for (int i = 0; i < records.size(); i++) {
      size += 8 + structureBytes(records.get(i));
    }
    return size;
  }

  /** Structures may be the user's own: one of a wrong size would shift all that follows it. */
  private static int structureBytes(SflowRecord structure) {
    int size = structure.sizeBytes();
    if (size < 0 || size % XdrWriter.UNIT != 0) {
      throw new IllegalArgumentException(
          "%s says that it has %d octets, which is no multiple of four"
              .formatted(structure.getClass().getName(), size));
    }
    return size;
  }

  void write(SflowSample sample, SourceState source, XdrWriter out) {
    switch (sample) {
      case CountersSample counters -> writeCounters(counters, source, out);
      case FlowSample flow -> writeFlow(flow, source, out);
    }
  }

  private void writeCounters(CountersSample sample, SourceState source, XdrWriter out) {
    out.u32(expanded ? EXPANDED_COUNTERS : COUNTERS).u32(contentBytes(sample));
    out.u32(source.nextCounters());
    writeSource(sample.source(), out);
    writeRecords(sample.records(), out);
  }

  private void writeFlow(FlowSample sample, SourceState source, XdrWriter out) {
    out.u32(expanded ? EXPANDED_FLOW : FLOW).u32(contentBytes(sample));
    out.u32(source.nextFlow());
    writeSource(sample.source(), out);
    out.u32(sample.samplingRate()).u32(sample.samplePool()).u32(sample.drops() + source.lost());
    writeInterface(sample.input(), out);
    writeInterface(sample.output(), out);
    writeRecords(sample.records(), out);
  }

  private void writeSource(SourceId source, XdrWriter out) {
    if (expanded) {
      out.u32(source.type()).u32(source.index());
    } else {
      out.u32((long) source.type() << 24 | source.index());
    }
  }

  /** In the expanded form the two bits of the format are a field of their own. */
  private void writeInterface(long value, XdrWriter out) {
    if (expanded) {
      boolean internal = value == FlowSample.INTERNAL;
      out.u32(internal ? 0 : value >>> 30 & 3).u32(internal ? value : value & 0x3fff_ffff);
    } else {
      out.u32(value);
    }
  }

  private static void writeRecords(List<? extends SflowRecord> records, XdrWriter out) {
    out.u32(records.size());
    for (int i = 0; i < records.size(); i++) {
      SflowRecord structure = records.get(i);
      out.u32(structure.format()).u32(structure.sizeBytes());
      long end = out.offsetBytes() + structure.sizeBytes();
      structure.write(out);
      if (out.offsetBytes() != end) {
        throw new IllegalStateException(
            "%s has %d octets and wrote %d"
                .formatted(
                    structure.getClass().getName(),
                    structure.sizeBytes(),
                    out.offsetBytes() - end + structure.sizeBytes()));
      }
    }
  }
}
