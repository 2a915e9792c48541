package reactor.xsk.telemetry.sflow;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.xsk.telemetry.ExporterSettings;
import reactor.xsk.telemetry.internal.flow.AccountedMessage;
import reactor.xsk.telemetry.internal.flow.ExportLedger;
import reactor.xsk.telemetry.internal.flow.MessageAssembler;

/** Packs samples into datagrams. Nothing is ever due by itself: sFlow has no templates. */
final class SflowAssembler implements MessageAssembler<SflowSample> {

  private final ExporterSettings settings;
  private final ExportLedger ledger;
  private final Agent agent;
  private final SampleWriter writer;
  private final int maxDatagramBytes;
  private final XdrWriter out = new XdrWriter();

  private @Nullable SflowMessage open;

  SflowAssembler(
      ExporterSettings settings,
      ExportLedger ledger,
      Agent agent,
      SampleWriter writer,
      int maxDatagramBytes) {
    this.settings = settings;
    this.ledger = ledger;
    this.agent = agent;
    this.writer = writer;
    this.maxDatagramBytes = maxDatagramBytes;
  }

  @Override
  public void start(long nowNs) {}

  @Override
  public @Nullable AccountedMessage nextDue(long nowNs) {
    return null;
  }

  @Override
  public long nextDueNs() {
    return Long.MAX_VALUE;
  }

  @Override
  public boolean add(SflowSample sample) {
    int size;
    try {
      size = writer.sizeBytes(sample);
    } catch (RuntimeException refused) {
      refuse(sample, refused);
      return true;
    }
    int most = Math.min(maxDatagramBytes, settings.maxPayloadBytes());
    SflowMessage message = open;
    if (message != null && message.sizeBytes() + size > most) {
      return false;
    }
    if (message == null) {
      message = new SflowMessage(agent, writer, out);
      if (message.sizeBytes() + size > most) {
        refuse(
            sample,
            new IllegalArgumentException(
                "a sample of %d octets does not fit into a datagram of %d: spread its records over"
                        .formatted(size, most)
                    + " several samples"));
        return true;
      }
      open = message;
    }
    message.add(sample, agent.source(sample.source()), size);
    return true;
  }

  private void refuse(SflowSample sample, RuntimeException why) {
    ledger.failed(why);
    ledger.countNotSent(1, 0, 0);
    if (sample instanceof FlowSample) {
      agent.source(sample.source()).countLost();
    }
  }

  @Override
  public boolean isOpen() {
    return open != null;
  }

  @Override
  public AccountedMessage close() {
    SflowMessage message = Objects.requireNonNull(open);
    open = null;
    return message;
  }

  @Override
  public void discard(Consumer<Object> records) {
    SflowMessage message = open;
    if (message != null) {
      open = null;
      message.discard(ledger, records);
    }
  }
}
