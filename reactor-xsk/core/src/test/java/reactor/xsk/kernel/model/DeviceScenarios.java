package reactor.xsk.kernel.model;

import static reactor.xsk.kernel.support.Deadline.BIND_PATIENCE;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.LossPolicy;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskDeviceCounters;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.SmallPacket;

/** What happens to interfaces, queues and senders. */
final class DeviceScenarios {

  private DeviceScenarios() {}

  static Stream<Scenario> all() {
    return Stream.of(
        new Scenario("there is no such interface", DeviceScenarios::noInterface),
        new Scenario("there is no such queue", DeviceScenarios::noQueue),
        new Scenario("another sender has the queue", DeviceScenarios::queueTaken),
        new Scenario("a sender opens again after it was closed", DeviceScenarios::reopened),
        new Scenario("a sender opens while the last one's packets are held", DeviceScenarios::held),
        new Scenario("the interface is down at the start", DeviceScenarios::downAtStart),
        new Scenario("the cable is pulled", DeviceScenarios::withoutCarrier),
        new Scenario("the interface is removed before a stream", DeviceScenarios::removedBefore),
        new Scenario(
            "the interface is removed while it is down", DeviceScenarios::removedWhileDown),
        new Scenario("a sender opens on an interface that is gone", DeviceScenarios::openedAfter),
        new Scenario("counters of an interface that is gone", DeviceScenarios::countersAfter),
        new Scenario("the device counts what is sent", DeviceScenarios::counted),
        new Scenario("the MTU gets smaller under a sender", DeviceScenarios::smallerMtu),
        new Scenario("the MTU gets larger under a sender", DeviceScenarios::largerMtu),
        new Scenario("frames do not come back", DeviceScenarios::framesLost),
        new Scenario(
            "frames do not come back, and the queue does not", DeviceScenarios::notRebuilt),
        new Scenario("a sender is closed with packets in flight", DeviceScenarios::closedInFlight),
        new Scenario("a stream is sent through a closed sender", DeviceScenarios::closed));
  }

  private static List<String> noInterface(World world) {
    return List.of(World.failureOf(() -> XskSender.create(world.config("xsknone0").build())));
  }

  private static List<String> noQueue(World world) {
    return List.of(World.failureOf(() -> XskSender.create(world.config().queue(7).build())));
  }

  private static List<String> queueTaken(World world) {
    try (XskSender first = XskSender.create(world.config().build())) {
      return List.of(
          World.failureOf(() -> XskSender.create(impatient(world))),
          World.outcomeOf(numbers(first, 10)));
    }
  }

  private static List<String> reopened(World world) {
    XskSender.create(world.config().build()).close();
    try (XskSender second = XskSender.create(world.config().bindTimeout(BIND_PATIENCE).build())) {
      return List.of(World.outcomeOf(numbers(second, 10)));
    }
  }

  private static List<String> held(World world) {
    world.hold();
    try (XskSender first = XskSender.create(small(world).build())) {
      CompletableFuture<SendReport> sent = endless(first).toFuture();
      World.await("all frames are out", () -> first.counters().inFlight() == World.FRAMES);
      sent.cancel(false);
    }
    String refused = World.failureOf(() -> XskSender.create(impatient(world)));
    world.release();
    try (XskSender second = XskSender.create(world.config().bindTimeout(BIND_PATIENCE).build())) {
      return List.of(refused, World.outcomeOf(numbers(second, 10)));
    }
  }

  private static List<String> downAtStart(World world) {
    world.setUp(false);
    try (XskSender sender = XskSender.create(world.config().build())) {
      CompletableFuture<SendReport> sent = numbers(sender, 100).toFuture();
      World.await("it waits", () -> sender.counters().linkWaits() == 1);
      world.setUp(true);
      return List.of(World.outcomeOf(sent), "waits: " + sender.counters().linkWaits());
    }
  }

  private static List<String> withoutCarrier(World world) {
    try (XskSender sender = XskSender.create(world.config().build())) {
      world.setCarrier(false);
      CompletableFuture<SendReport> sent = numbers(sender, 100).toFuture();
      World.await("it waits", () -> sender.counters().linkWaits() == 1);
      world.setCarrier(true);
      return List.of(World.outcomeOf(sent), "waits: " + sender.counters().linkWaits());
    }
  }

  private static List<String> removedBefore(World world) {
    try (XskSender sender = XskSender.create(world.config().build())) {
      world.remove();
      return List.of(
          World.outcomeOf(numbers(sender, 10)), "again: " + World.outcomeOf(numbers(sender, 10)));
    }
  }

  private static List<String> removedWhileDown(World world) {
    try (XskSender sender = XskSender.create(world.config().build())) {
      world.setUp(false);
      CompletableFuture<SendReport> sent = numbers(sender, 10).toFuture();
      World.await("it waits", () -> sender.counters().linkWaits() == 1);
      world.remove();
      return List.of(World.outcomeOf(sent));
    }
  }

  private static List<String> openedAfter(World world) {
    XskSender.create(world.config().build()).close();
    world.remove();
    return List.of(World.failureOf(() -> XskSender.create(world.config().build())));
  }

  private static List<String> countersAfter(World world) {
    try (XskSender sender = XskSender.create(world.config().build())) {
      world.remove();
      return List.of(World.failureOf(sender::deviceCounters));
    }
  }

  private static List<String> counted(World world) {
    try (XskSender sender = XskSender.create(world.config().build())) {
      XskDeviceCounters before = sender.deviceCounters();
      String outcome = World.outcomeOf(numbers(sender, 100));
      XskDeviceCounters sent = sender.deviceCounters().since(before);
      return List.of(outcome, "packets: " + sent.txPackets() + ", dropped: " + sent.txDropped());
    }
  }

  private static List<String> smallerMtu(World world) {
    try (XskSender sender = XskSender.create(world.config().build())) {
      world.setMtu(1_000);
      return List.of(
          "longest: " + sender.maxPacketBytes(),
          World.outcomeOf(lengths(sender, 1_018, 1_019, 60, 1_514)));
    }
  }

  private static List<String> largerMtu(World world) {
    String before;
    try (XskSender sender = XskSender.create(world.config().build())) {
      world.setMtu(1_600);
      before = World.outcomeOf(lengths(sender, 1_514, 1_614));
    }
    try (XskSender next = XskSender.create(world.config().bindTimeout(BIND_PATIENCE).build())) {
      return List.of(
          before, "longest: " + next.maxPacketBytes(), World.outcomeOf(lengths(next, 1_614)));
    }
  }

  private static List<String> framesLost(World world) {
    world.hold();
    try (XskSender sender = XskSender.create(small(world).build())) {
      String outcome = World.outcomeOf(endless(sender));
      world.release();
      return List.of(withoutCompleted(outcome), "free: " + sender.counters().freeFrames());
    }
  }

  private static List<String> notRebuilt(World world) {
    world.hold();
    XskConfig config =
        small(world).lossPolicy(LossPolicy.REBUILD).bindTimeout(Duration.ofMillis(50)).build();
    try (XskSender sender = XskSender.create(config)) {
      String outcome = World.outcomeOf(endless(sender));
      world.release();
      return List.of(withoutCompleted(outcome), "again: " + World.outcomeOf(numbers(sender, 10)));
    }
  }

  private static List<String> closedInFlight(World world) {
    world.hold();
    XskSender sender = XskSender.create(small(world).closeTimeout(Duration.ofMillis(50)).build());
    CompletableFuture<SendReport> sent = endless(sender).toFuture();
    World.await("all frames are out", () -> sender.counters().inFlight() == World.FRAMES);
    sender.close();
    world.release();
    // how many came back before depends on who was faster
    return List.of(
        withoutCompleted(World.outcomeOf(sent)).replaceAll("(failed|lost)=[1-9]\\d*", "$1=N"));
  }

  private static List<String> closed(World world) {
    XskSender sender = XskSender.create(world.config().build());
    sender.close();
    return List.of(World.outcomeOf(numbers(sender, 10)));
  }

  // ---- small parts

  private static XskConfig.Builder small(World world) {
    return world
        .config()
        .batchSize(16)
        .completionTimeout(Duration.ofSeconds(1))
        .closeTimeout(Duration.ofMillis(200));
  }

  private static XskConfig impatient(World world) {
    return world.config().bindTimeout(Duration.ofMillis(50)).build();
  }

  private static Mono<SendReport> numbers(XskSender sender, int count) {
    return sender.send(Flux.range(0, count), SmallPacket::write);
  }

  private static Mono<SendReport> endless(XskSender sender) {
    return sender.send(Flux.range(0, Integer.MAX_VALUE), SmallPacket::write);
  }

  private static Mono<SendReport> lengths(XskSender sender, Integer... lengths) {
    return sender.send(
        Flux.fromArray(lengths), (length, frame) -> SmallPacket.write(0, 1, length, frame));
  }

  /** A device lets some packets through before it holds the rest. */
  private static String withoutCompleted(String outcome) {
    return outcome.replaceAll("(accepted|completed)=\\d+", "$1=N");
  }
}
