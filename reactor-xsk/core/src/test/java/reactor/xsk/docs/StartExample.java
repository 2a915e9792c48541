package reactor.xsk.docs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.xsk.Packet;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.net.UdpRoute;

/** The start in README.md. What sends on a real interface is compiled and not run. */
final class StartExample {

  private StartExample() {}

  record Reading(long value) {}

  static void send(Flux<Reading> readings) {
    try (UdpRoute route = UdpRoute.to(new InetSocketAddress("collector", 4739));
        XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
      SendReport report = sender.send(readings, route.datagrams(StartExample::encode)).block();
      System.out.println(sender.mode() + ": " + report);
    }
  }

  static int encode(Reading reading, MemorySegment payload) { // straight into the frame
    payload.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, reading.value());
    return Long.BYTES;
  }

  static void sendFrames(byte[][] frames) {
    Flux<Packet> packets = Flux.fromArray(frames).map(Packet::of); // whole Ethernet frames
    try (XskSender sender = XskSender.create(XskConfig.builder("eth0").build())) {
      SendReport report = sender.send(packets).block(); // until each has ended
      System.out.println(sender.mode() + ": " + report);
    }
  }

  static byte[] frame(String text) {
    ByteBuffer frame = ByteBuffer.allocate(60);
    frame.put(new byte[] {-1, -1, -1, -1, -1, -1}); // destination MAC: broadcast
    frame.put(new byte[] {2, 0, 0, 0, 0, 1}); // source MAC: a locally administered one
    frame.putShort((short) 0x88B5); // EtherType for experiments, IEEE 802
    return frame.put(text.getBytes(StandardCharsets.US_ASCII)).array();
  }
}
