package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import reactor.xsk.LossPolicy;
import reactor.xsk.SendReport;
import reactor.xsk.internal.model.VirtualKernels;
import reactor.xsk.virtual.VirtualKernel;
import reactor.xsk.virtual.VirtualRelease;
import reactor.xsk.virtual.VirtualTransmit;

/**
 * One random schedule: streams, faults and endings in an order that its seed alone decides, a pass
 * of the loop after each, and the invariants after each pass.
 */
final class RandomSchedule {

  private static final Duration COMPLETION_TIMEOUT = Duration.ofMillis(80);
  private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(200);
  private static final int SHORT_MTU_BYTES = 100;
  private static final int LONG_MTU_BYTES = 9_000;
  private static final int MOST_STREAMS = 6;

  private final Random random;
  private final int mtuBytes;
  private final List<String> log = new ArrayList<>();
  private final List<RandomStream> streams = new ArrayList<>();
  private final List<RandomItem> items = new ArrayList<>();
  private final List<SendReport> reports = new ArrayList<>();
  final Violations violations = new Violations();
  private final VirtualKernel kernel;
  private final WatchedKernel watched;
  private final SteppedSender sender;
  private final RandomInvariants invariants;
  private final RandomFaults faults;
  private boolean closeAsked;

  /** Zero-copy loses packets without carrier, and does not say which. */
  private static final VirtualTransmit[] TELLING = {
    VirtualTransmit.COPY, VirtualTransmit.BATCH, VirtualTransmit.BATCH_MORE
  };

  RandomSchedule(long seed) {
    random = new Random(seed);
    boolean chains = random.nextInt(4) == 0;
    mtuBytes = chains ? LONG_MTU_BYTES : SHORT_MTU_BYTES;
    VirtualKernel.Builder builder =
        VirtualKernel.builder().mtu(mtuBytes).transmit(pick(TELLING)).onPacket(this::deliver);
    VirtualRelease release = pick(VirtualRelease.values());
    builder.release(release);
    if (random.nextInt(4) == 0) {
      builder.sendBuffer(1 + random.nextInt(8));
    }
    kernel = builder.build();
    watched = new WatchedKernel(VirtualKernels.of(kernel), violations);
    int batch = 1 + random.nextInt(6);
    int ring = Integer.highestOneBit(Math.max(2, batch + random.nextInt(10)) * 2 - 1);
    int frameSize = chains ? 16_384 : 2_048;
    int descriptors = chains ? 4 : 1;
    int frames = batch + random.nextInt(16);
    int kickSize = 1 + random.nextInt(4 * batch);
    int prefetch = 1 + random.nextInt(12);
    LossPolicy policy = pick(LossPolicy.values());
    Duration linger = Duration.ofNanos(random.nextInt(3) == 0 ? 1_500_000 : 0);
    sender =
        SteppedSender.over(
            kernel,
            watched,
            config ->
                config
                    .batchSize(batch)
                    .txRingSize(ring * descriptors)
                    .frameCount(frames)
                    .frameSize(frameSize)
                    .kickSize(kickSize)
                    .prefetch(prefetch)
                    .linger(linger)
                    .lossPolicy(policy)
                    .completionTimeout(COMPLETION_TIMEOUT)
                    .closeTimeout(CLOSE_TIMEOUT)
                    .reportListener(this::onReport));
    faults = new RandomFaults(random, kernel, this::say, this::close);
    invariants = new RandomInvariants(sender, watched, kernel, release, streams, items, reports);
    say(
        "%s, %s, MTU %d, batch %d, kick %d, ring %d, frames %d, prefetch %d, %s, linger %s",
        release, kernel, mtuBytes, batch, kickSize, ring, frames, prefetch, policy, linger);
  }

  /** The seed's schedule as text. */
  List<String> log() {
    return log;
  }

  private void say(String format, Object... arguments) {
    log.add("%8.3f ms  ".formatted(sender.nowNs() / 1e6) + format.formatted(arguments));
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }

  int longestBytes() {
    return mtuBytes + 14;
  }

  RandomItem newItem(RandomStream stream) {
    RandomItem item = new RandomItem(stream, items.size());
    items.add(item);
    stream.items.add(item);
    return item;
  }

  private void deliver(MemorySegment packet) {
    RandomItem item = items.get(RandomStream.idIn(packet));
    violations.check(
        () -> {
          assertThat(item.sendable && !item.delivered).as("delivers %s", item).isTrue();
          assertThat(item.id).as("order of %s", item).isGreaterThan(item.stream.lastDelivered);
        });
    item.delivered = true;
    item.stream.lastDelivered = item.id;
  }

  private void onReport(SendReport report) {
    reports.add(report);
    if (random.nextInt(10) == 0) {
      throw new IllegalStateException("a listener that throws");
    }
  }

  /** Something a callback does on the loop's thread. */
  void callFromInside(RandomStream stream) {
    switch (random.nextInt(4)) {
      case 0 -> stream.cancel();
      case 1 -> newStream();
      case 2 -> pick(streams.toArray(RandomStream[]::new)).cancel();
      default -> {
        say("  from within %s:", stream);
        close();
      }
    }
  }

  void run() {
    int actions = 20 + random.nextInt(60);
    for (int i = 0; i < actions; i++) {
      act();
      step();
    }
    finish();
    violations.throwFirst();
    invariants.assertAtRest(closeAsked);
  }

  private void close() {
    say("close");
    closeAsked = true;
    sender.requestClose();
  }

  private void step() {
    sender.step();
    violations.throwFirst();
    invariants.assertAfterStep();
  }

  private void act() {
    switch (random.nextInt(16)) {
      case 0, 1 -> newStream();
      case 2, 3, 4, 5 -> emit();
      case 6 -> end();
      case 7 -> demand();
      case 8 -> cancelOne();
      case 9, 10 -> complete();
      case 11, 12 -> faults.next();
      default -> advance();
    }
  }

  private void newStream() {
    if (streams.size() < MOST_STREAMS) {
      RandomStream stream = new RandomStream(this, random, streams.size());
      streams.add(stream);
      say("new %s", stream);
      stream.subscribe(sender);
    }
  }

  private void emit() {
    for (RandomStream stream : List.copyOf(streams)) {
      if (random.nextBoolean()) {
        int count = stream.source.emit(1 + random.nextInt(12));
        say("%s emits %d", stream, count);
      }
    }
  }

  private void end() {
    if (!streams.isEmpty()) {
      RandomStream stream = pick(streams.toArray(RandomStream[]::new));
      boolean fails = random.nextInt(3) == 0;
      say("%s %s", stream, fails ? "fails" : "completes");
      stream.source.end(fails ? new IllegalStateException("a source that fails") : null);
    }
  }

  private void demand() {
    for (RandomStream stream : List.copyOf(streams)) {
      if (stream.withResults) {
        int n = random.nextInt(20);
        say("%s demands %d", stream, n);
        stream.request(n);
      }
    }
  }

  private void cancelOne() {
    if (!streams.isEmpty() && random.nextInt(3) == 0) {
      RandomStream stream = pick(streams.toArray(RandomStream[]::new));
      say("%s is cancelled", stream);
      stream.cancel();
    }
  }

  private void complete() {
    int most = random.nextInt(8);
    say("%d frames come back of %d that wait", kernel.complete(most), kernel.waitingCompletions());
  }

  private void advance() {
    long[] micros = {10, 100, 1_000, 1_000, 1_000, 10_000, 30_000, 90_000};
    sender.advance(Duration.ofNanos(1_000 * micros[random.nextInt(micros.length)]));
    say("time passes");
  }

  /** Heals the kernel or not, lets the streams end or not, closes, and waits for the end. */
  private void finish() {
    if (random.nextInt(4) > 0) {
      say("the kernel is well again");
      faults.heal();
    }
    if (random.nextBoolean()) {
      say("all sources end, and all results are fetched");
      for (RandomStream stream : List.copyOf(streams)) {
        stream.source.end(null);
        stream.request(Integer.MAX_VALUE);
      }
      for (int i = 0; i < 100; i++) {
        step();
        sender.advance(Duration.ofMillis(1));
      }
    }
    close();
    long askedNs = sender.nowNs();
    while (!sender.isEnded()) {
      step();
      sender.advance(Duration.ofMillis(1));
      assertThat(sender.nowNs() - askedNs)
          .as("time to close")
          .isLessThan(CLOSE_TIMEOUT.plusMillis(110).toNanos());
    }
    List.copyOf(streams).forEach(stream -> stream.request(Integer.MAX_VALUE));
    say("ended");
  }
}
