package reactor.xsk.docs;

import reactor.core.publisher.Flux;
import reactor.xsk.Packet;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;

/** The start in README.md. It is compiled and not run: it sends on a real interface. */
final class StartExample {

  private StartExample() {}

  static void send(byte[][] frames) {
    Flux<Packet> packets = Flux.fromArray(frames).map(Packet::of); // whole Ethernet frames
    try (XskSender sender = XskSender.create(XskConfig.builder("eth0").build())) {
      SendReport report = sender.send(packets).block(); // waits until all have come to their end
      System.out.println(sender.mode() + ": " + report);
    }
  }
}
