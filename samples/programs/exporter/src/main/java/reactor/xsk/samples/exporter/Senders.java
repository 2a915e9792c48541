package reactor.xsk.samples.exporter;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;

/** One sender for each interface: a queue of an interface has room for one socket. */
final class Senders implements AutoCloseable {

  private final Map<String, XskSender> senders = new HashMap<>();
  private final @Nullable MetricsEndpoint metrics;

  Senders(@Nullable MetricsEndpoint metrics) {
    this.metrics = metrics;
  }

  synchronized XskSender on(String interfaceName) {
    XskSender known = senders.get(interfaceName);
    if (known == null || known.isDisposed()) {
      known = XskSender.create(XskConfig.builder(interfaceName).build());
      senders.put(interfaceName, known);
      if (metrics != null) {
        metrics.add(known, interfaceName);
      }
    }
    return known;
  }

  @Override
  public synchronized void close() {
    senders.values().forEach(XskSender::close);
    senders.clear();
  }
}
