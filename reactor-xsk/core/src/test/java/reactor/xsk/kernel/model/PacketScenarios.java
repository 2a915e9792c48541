package reactor.xsk.kernel.model;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.xsk.Packet;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendResult;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.SmallPacket;

/** What writers do with their frames. */
final class PacketScenarios {

  private PacketScenarios() {}

  static Stream<Scenario> all() {
    return Stream.of(
        new Scenario("packets are sent", world -> sent(world, SmallPacket::write)),
        new Scenario("results come in order", PacketScenarios::results),
        new Scenario("packets of the least and the greatest length", world -> of(world, 14, 1_514)),
        new Scenario("a packet is too short", world -> of(world, 60, 13, 60)),
        new Scenario("a packet is too long", world -> of(world, 60, 1_515, 60)),
        new Scenario("a length is negative", world -> of(world, -1)),
        new Scenario("a packet with a VLAN tag is full", world -> tagged(world, 1_518)),
        new Scenario("a packet with a VLAN tag is too long", world -> tagged(world, 1_519)),
        new Scenario("a writer throws", world -> sent(world, PacketScenarios::throwing)),
        new Scenario("a writer leaves its frame", world -> sent(world, PacketScenarios::leaving)),
        new Scenario("another thread fills frames", world -> sent(world, PacketScenarios::handing)),
        new Scenario("another thread uses a kept frame", PacketScenarios::keeping),
        new Scenario("a packet comes from memory of another thread", PacketScenarios::confined),
        new Scenario("frames of 4096", world -> longPackets(world, 4_096, 4_096, 4_097)),
        new Scenario(
            "packets in chains", world -> longPackets(world, 16_384, 60, 4_097, 9_014, 9_015)));
  }

  private static List<String> sent(World world, PacketWriter<Integer> writer) {
    try (XskSender sender = XskSender.create(world.config().build())) {
      return List.of(World.outcomeOf(sender.send(Flux.range(0, 10), writer)));
    }
  }

  private static List<String> results(World world) {
    try (XskSender sender = XskSender.create(world.config().build())) {
      return sender
          .sendWithResults(Flux.range(0, 100), SmallPacket::write)
          .map(SendResult::item)
          .map(Object::toString)
          .collectList()
          .block(PATIENCE);
    }
  }

  private static List<String> of(World world, Integer... lengths) {
    try (XskSender sender = XskSender.create(world.config().build())) {
      return List.of(
          "longest: " + sender.maxPacketBytes(),
          World.outcomeOf(
              sender.send(
                  Flux.fromArray(lengths),
                  (length, frame) ->
                      SmallPacket.write(0, 1, Math.max(length, 0), frame) + Math.min(length, 0))));
    }
  }

  private static List<String> tagged(World world, int length) {
    try (XskSender sender = XskSender.create(world.config().build())) {
      return List.of(
          World.outcomeOf(
              sender.send(
                  Flux.just(length),
                  (bytes, frame) -> {
                    frame.set(JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN), 12, (short) 0x8100);
                    return bytes;
                  })));
    }
  }

  private static int throwing(Integer number, MemorySegment frame) {
    if (number == 5) {
      throw new IllegalStateException("no packet " + number);
    }
    return SmallPacket.write(number, frame);
  }

  private static int leaving(Integer number, MemorySegment frame) {
    frame.set(JAVA_BYTE, number == 5 ? frame.byteSize() : 0, (byte) 1);
    return 60;
  }

  private static int handing(Integer number, MemorySegment frame) {
    CompletableFuture.runAsync(() -> SmallPacket.write(number, frame)).join();
    return 60;
  }

  private static List<String> keeping(World world) {
    List<MemorySegment> kept = new ArrayList<>();
    try (XskSender sender = XskSender.create(world.config().build())) {
      String outcome =
          World.outcomeOf(
              sender.send(
                  Flux.range(0, 3),
                  (number, frame) -> {
                    kept.add(frame);
                    return SmallPacket.write(number, frame);
                  }));
      return List.of(outcome, World.failureOf(() -> kept.getFirst().get(JAVA_BYTE, 0)));
    }
  }

  private static List<String> confined(World world) {
    try (Arena mine = Arena.ofConfined();
        XskSender sender = XskSender.create(world.config().build())) {
      Packet packet = Packet.of(mine.allocate(60));
      return List.of(
          World.outcomeOf(sender.send(Flux.just(packet))).replaceAll("Thread\\[[^]]*]", "THREAD"));
    } catch (CompletionException e) {
      return List.of(String.valueOf(e.getCause()));
    }
  }

  private static List<String> longPackets(World world, int frameSize, Integer... lengths) {
    world.setMtu(9_000);
    try (XskSender sender =
        XskSender.create(world.config().frameCount(64).frameSize(frameSize).build())) {
      return List.of(
          "longest: " + sender.maxPacketBytes(),
          World.outcomeOf(
              sender.send(
                  Flux.fromArray(lengths),
                  (length, frame) -> SmallPacket.write(0, 1, length, frame))));
    }
  }
}
