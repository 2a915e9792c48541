package reactor.xsk.samples.exporter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToDoubleFunction;
import reactor.xsk.XskSender;
import reactor.xsk.micrometer.XskSenderMetrics;
import reactor.xsk.telemetry.ExportReport;
import reactor.xsk.telemetry.Exporter;

/**
 * What Prometheus scrapes, at {@code /metrics}: the meters of the senders, the records of each
 * collector, and how often each event of the library has occurred.
 */
final class MetricsEndpoint implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final EventCounts events = new EventCounts(registry);
  private final HttpServer server;

  private MetricsEndpoint(HttpServer server) {
    this.server = server;
    server.createContext("/metrics", this::answer);
    server.start();
  }

  /** Listens at {@code PORT} of the loopback, or {@code HOST:PORT}; port 0 is any free one. */
  static MetricsEndpoint open(String at) throws IOException {
    int colon = at.lastIndexOf(':');
    String host = colon < 0 ? "127.0.0.1" : at.substring(0, colon);
    int port;
    try {
      port = Integer.parseInt(at.substring(colon + 1));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("give PORT or HOST:PORT", e);
    }
    return new MetricsEndpoint(HttpServer.create(new InetSocketAddress(host, port), 0));
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  void add(XskSender sender, String interfaceName) {
    new XskSenderMetrics(sender, interfaceName).bindTo(registry);
  }

  /** The meters of an exporter, until the returned task is run. */
  Runnable add(Exporter<?> exporter, Destination destination) {
    List<Meter> meters =
        List.of(
            counter(exporter, destination, "offered", ExportReport::offeredRecords),
            counter(exporter, destination, "sent", ExportReport::sentRecords),
            counter(exporter, destination, "not_sent", ExportReport::notSentRecords));
    return () -> meters.forEach(registry::remove);
  }

  private Meter counter(
      Exporter<?> exporter,
      Destination destination,
      String outcome,
      ToDoubleFunction<ExportReport> value) {
    return FunctionCounter.builder(
            "exporter.records", exporter, it -> value.applyAsDouble(it.report()))
        .tag("collector", destination.toString())
        .tag("outcome", outcome)
        .description("Records offered, sent and not sent")
        .register(registry);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(200, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    events.close();
  }
}
