package reactor.xsk.telemetry.internal.flow;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.SendResult;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.Exporter;
import reactor.xsk.telemetry.ExporterSettings;
import reactor.xsk.telemetry.TelemetryMessage;

/** What the exporters of all protocols do: messages from an assembler, and the account of them. */
public final class ExporterCore<R> implements Exporter<R> {

  private final Packing<R> packing;
  private final ExportLedger ledger;
  private final Supplier<@Nullable AccountedMessage> lastReport;
  private final int mostWithoutResult;
  private final AtomicBoolean inUse = new AtomicBoolean();

  /** {@code lastReport} makes the message that ends an export with its losses, or null. */
  public ExporterCore(
      ExporterSettings settings,
      MessageAssembler<R> assembler,
      ExportLedger ledger,
      Supplier<@Nullable AccountedMessage> lastReport) {
    this.ledger = ledger;
    this.lastReport = lastReport;
    this.mostWithoutResult =
        settings.maxMessagesPerSecond() == 0 ? Integer.MAX_VALUE : settings.burst();
    this.packing =
        new Packing<>(
            assembler,
            ledger,
            new MessagePace(
                settings.maxMessagesPerSecond(), settings.burst(), settings.clock().nowNs()),
            settings.maxDelayNs(),
            settings.prefetch(),
            settings.clock(),
            settings.scheduler());
  }

  @Override
  public Flux<TelemetryMessage> messages(Publisher<? extends R> records) {
    return new MessageFlux<>(records, packing, inUse);
  }

  @Override
  public Mono<ExportReport> export(
      Publisher<? extends R> records,
      Function<Flux<TelemetryMessage>, Flux<SendResult<TelemetryMessage>>> transport) {
    Mono<Void> last = Mono.defer(() -> sendLastReport(transport));
    return Mono.defer(() -> accounted(messages(records), transport))
        .onErrorResume(error -> last.onErrorComplete().then(Mono.error(error)))
        .then(last)
        .then(Mono.fromSupplier(ledger::report));
  }

  private Mono<Void> sendLastReport(
      Function<Flux<TelemetryMessage>, Flux<SendResult<TelemetryMessage>>> transport) {
    AccountedMessage message = lastReport.get();
    return message == null ? Mono.empty() : accounted(Flux.just(message), transport);
  }

  private Mono<Void> accounted(
      Flux<TelemetryMessage> messages,
      Function<Flux<TelemetryMessage>, Flux<SendResult<TelemetryMessage>>> transport) {
    Consumer<AccountedMessage> notSent = message -> message.countNotSent(ledger);
    ResultGate gate = new ResultGate(messages, mostWithoutResult, notSent);
    return transport
        .apply(gate)
        .doOnNext(
            result ->
                gate.settle((AccountedMessage) result.item(), message -> account(message, result)))
        .doOnTerminate(gate::end)
        .doOnCancel(gate::end)
        .doOnDiscard(AccountedMessage.class, message -> gate.settle(message, notSent))
        .then();
  }

  private void account(AccountedMessage message, SendResult<TelemetryMessage> result) {
    if (result.isCompleted()) {
      message.countSent(ledger);
    } else {
      message.countNotSent(ledger);
      ledger.failed(result.exception());
    }
  }

  @Override
  public ExportReport report() {
    return ledger.report();
  }
}
