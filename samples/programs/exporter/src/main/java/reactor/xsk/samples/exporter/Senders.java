package reactor.xsk.samples.exporter;

import java.util.HashMap;
import java.util.Map;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;

/** One sender for each interface: a queue of an interface has room for one socket. */
final class Senders implements AutoCloseable {

  private final Map<String, XskSender> senders = new HashMap<>();

  synchronized XskSender on(String interfaceName) {
    XskSender known = senders.get(interfaceName);
    if (known == null) {
      known = XskSender.create(XskConfig.builder(interfaceName).build());
      senders.put(interfaceName, known);
    }
    return known;
  }

  @Override
  public synchronized void close() {
    senders.values().forEach(XskSender::close);
    senders.clear();
  }
}
