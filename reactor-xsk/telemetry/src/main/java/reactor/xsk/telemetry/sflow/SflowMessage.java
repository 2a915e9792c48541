package reactor.xsk.telemetry.sflow;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import reactor.xsk.telemetry.internal.flow.AccountedMessage;
import reactor.xsk.telemetry.internal.flow.ExportLedger;

/** A datagram of samples. */
final class SflowMessage implements AccountedMessage {

  private final Agent agent;
  private final SampleWriter writer;
  private final XdrWriter out;
  private final List<SflowSample> samples = new ArrayList<>();
  private final List<SourceState> sources = new ArrayList<>();
  private int sizeBytes;

  SflowMessage(Agent agent, SampleWriter writer, XdrWriter out) {
    this.agent = agent;
    this.writer = writer;
    this.out = out;
    this.sizeBytes = agent.headerBytes();
  }

  int sizeBytes() {
    return sizeBytes;
  }

  void add(SflowSample sample, SourceState source, int sampleBytes) {
    samples.add(sample);
    sources.add(source);
    sizeBytes += sampleBytes;
  }

  @Override
  public int writeTo(MemorySegment payload) {
    if (sizeBytes <= payload.byteSize()) {
      out.begin(payload);
      agent.writeHeader(out, samples.size());
      for (int i = 0; i < samples.size(); i++) {
        writer.write(samples.get(i), sources.get(i), out);
      }
    }
    return sizeBytes;
  }

  @Override
  public int recordCount() {
    return samples.size();
  }

  @Override
  public void countSent(ExportLedger ledger) {
    ledger.countMessage(true);
    ledger.countSent(samples.size());
  }

  @Override
  public void countNotSent(ExportLedger ledger) {
    ledger.countMessage(false);
    count(ledger);
  }

  private void count(ExportLedger ledger) {
    ledger.countNotSent(samples.size(), 0, 0);
    for (int i = 0; i < samples.size(); i++) {
      if (samples.get(i) instanceof FlowSample) {
        sources.get(i).countLost();
      }
    }
  }

  void discard(ExportLedger ledger, Consumer<Object> consumer) {
    count(ledger);
    samples.forEach(consumer);
  }
}
