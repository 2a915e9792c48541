package reactor.xsk.samples.exporter;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Sinks;
import reactor.xsk.XskSender;
import reactor.xsk.net.UdpRoute;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.Exporter;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.ipfix.IpfixExporter;
import reactor.xsk.telemetry.netflow.NetFlow9Exporter;
import reactor.xsk.telemetry.record.RecordTemplate;
import reactor.xsk.telemetry.sflow.SflowExporter;
import reactor.xsk.telemetry.sflow.SflowSample;

/** The export to one collector: its route, its exporter, its stream. */
final class Export implements AutoCloseable {

  private static final long LAST_RESULTS_S = 2;

  private final Destination destination;
  private final UdpRoute route;
  private final Sinks.Empty<Void> stop = Sinks.empty();
  private final Exporter<?> exporter;
  private final CompletableFuture<@Nullable ExportReport> end;

  private Runnable removeMeters = () -> {};
  private boolean givenUp;

  private Export(Destination destination, UdpRoute route, XskSender sender, Source source) {
    this.destination = destination;
    this.route = route;
    switch (destination.protocol()) {
      case IPFIX -> {
        Exporter<Record> ipfix = ipfix();
        exporter = ipfix;
        end = start(ipfix, source.ofIpfix().takeUntilOther(stop.asMono()), sender);
      }
      case NETFLOW9 -> {
        Exporter<Record> netFlow = netFlow();
        exporter = netFlow;
        end = start(netFlow, source.ofNetFlow().takeUntilOther(stop.asMono()), sender);
      }
      default -> {
        Exporter<SflowSample> sflow = sflow();
        exporter = sflow;
        end = start(sflow, source.ofSflow().takeUntilOther(stop.asMono()), sender);
      }
    }
  }

  /** Finds the way to the collector, and starts. */
  static Export start(
      Destination destination, Senders senders, Source source, @Nullable MetricsEndpoint metrics) {
    UdpRoute route = UdpRoute.to(destination.address());
    try {
      Export export = new Export(destination, route, senders.on(route.interfaceName()), source);
      if (metrics != null) {
        export.removeMeters = metrics.add(export.exporter, destination);
      }
      return export;
    } catch (RuntimeException | Error e) {
      route.close();
      throw e;
    }
  }

  private Exporter<Record> ipfix() {
    return IpfixExporter.<Record>builder()
        .template(RecordTemplate.of(HostRecords.InterfaceCounters.class))
        .template(RecordTemplate.of(HostRecords.HostCounters.class))
        .template(RecordTemplate.of(FlowRecord.class))
        .maxPayloadBytes(route::maxPayloadBytes)
        .build();
  }

  private Exporter<Record> netFlow() {
    return NetFlow9Exporter.<Record>builder()
        .template(RecordTemplate.of(HostRecords.InterfaceTotals.class))
        .template(RecordTemplate.of(FlowRecord.class))
        .maxPayloadBytes(route::maxPayloadBytes)
        .build();
  }

  private Exporter<SflowSample> sflow() {
    return SflowExporter.builder(agentAddress()).maxPayloadBytes(route::maxPayloadBytes).build();
  }

  /** The address that this machine has on its way to the collector. */
  private InetAddress agentAddress() {
    try (java.net.DatagramSocket socket = new java.net.DatagramSocket()) {
      InetSocketAddress collector = destination.address();
      socket.connect(collector); // sends nothing
      return socket.getLocalAddress();
    } catch (SocketException e) {
      throw new IllegalStateException("no address towards " + destination, e);
    }
  }

  private <R> CompletableFuture<@Nullable ExportReport> start(
      Exporter<R> one, Publisher<R> records, XskSender sender) {
    return one.export(
            records,
            messages ->
                sender.sendWithResults(messages, route.datagrams(TelemetryMessage::writeTo)))
        .toFuture();
  }

  Destination destination() {
    return destination;
  }

  /** Takes no more records, and sends what there is, the last report included. */
  void stop() {
    stop.tryEmitEmpty();
  }

  boolean isOver() {
    return end.isDone();
  }

  /** Why it has failed, or null if it has not. */
  @Nullable Throwable failure() {
    return end.isCompletedExceptionally() ? end.exceptionNow() : null;
  }

  /** Waits for the end; false if it failed, or was given up. */
  boolean awaitEnd(long longestNs) {
    try {
      end.get(longestNs, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      giveUp();
      return false;
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What a closed route holds ends, so that each record is in the account. */
  private void giveUp() {
    givenUp = true;
    route.close();
    try {
      end.get(LAST_RESULTS_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      // as it must
    } catch (TimeoutException e) {
      end.cancel(true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How it ended. */
  String outcome() {
    if (givenUp) {
      return status() + "; the rest was given up: the collector cannot be reached, or is too slow";
    }
    Throwable failure = failure();
    return failure == null ? status() : status() + "; FAILED: " + failure.getMessage();
  }

  String status() {
    ExportReport report = exporter.report();
    Throwable failure = report.firstFailure();
    return "%s: %,d offered, %,d sent, %,d not sent, %,d messages%s"
        .formatted(
            destination,
            report.offeredRecords(),
            report.sentRecords(),
            report.notSentRecords(),
            report.sentMessages(),
            failure == null ? "" : "; first failure: " + failure.getMessage());
  }

  @Override
  public void close() {
    removeMeters.run();
    route.close();
  }
}
