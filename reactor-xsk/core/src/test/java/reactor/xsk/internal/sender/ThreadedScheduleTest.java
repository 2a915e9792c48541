package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.XskCounters;
import reactor.xsk.support.Await;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/**
 * Random schedules on real threads and in real time: what they look for is races, so a seed repeats
 * what is done and not how threads interleave. ({@link SteppedScheduleTest} has neither threads nor
 * time of its own, and repeats exactly.) {@code -Dxsk.schedule.seed=N} plays one again, {@code
 * -Dxsk.schedule.count=N} plays more.
 */
@Timeout(300)
class ThreadedScheduleTest {

  private static final int COUNT = Integer.getInteger("xsk.schedule.count", 300);

  @Test
  void shouldKeepTheAccountsOnAnySchedule() {
    Long given = Long.getLong("xsk.schedule.seed");
    long first = given == null ? new Random().nextLong() : given;
    for (int i = 0; i < (given == null ? COUNT : 1); i++) {
      long seed = first + i;
      try {
        new Schedule(seed).play();
      } catch (Throwable t) {
        throw new AssertionError("replay with -Dxsk.schedule.seed=" + seed, t);
      }
    }
  }

  /** One schedule. What it does depends on its seed alone; how threads interleave does not. */
  private static final class Schedule {

    private final Random random;
    private final int frames;
    private final VirtualKernel kernel;
    private final VirtualSender sender;
    private final List<Stream> streams = new ArrayList<>();
    private final AtomicLong reported = new AtomicLong();

    Schedule(long seed) {
      random = new Random(seed);
      frames = 8 << random.nextInt(6);
      kernel =
          VirtualKernel.builder()
              .completions(VirtualCompletions.onDemand())
              .sendBuffer(1 + random.nextInt(2 * frames))
              .build();
      boolean hasTime = random.nextBoolean();
      sender =
          VirtualSender.open(
              kernel,
              it ->
                  it.frameCount(frames)
                      .prefetch(1 + random.nextInt(64))
                      .batchSize(1 + random.nextInt(Math.min(frames, 64)))
                      .linger(Duration.ofMillis(random.nextInt(2)))
                      .closeTimeout(hasTime ? Duration.ofSeconds(5) : Duration.ZERO)
                      .reportListener(report -> reported.addAndGet(report.accepted())));
    }

    void play() {
      int steps = 10 + random.nextInt(30);
      for (int i = 0; i < steps; i++) {
        step();
        check(sender.counters());
      }
      end();
    }

    private void step() {
      switch (random.nextInt(9)) {
        case 0, 1 -> streams.add(new Stream(sender, random));
        case 2, 3, 4 -> kernel.complete(1 + random.nextInt(frames));
        case 5 -> kernel.onNextKicks(fault());
        case 6 -> streams.stream().skip(random.nextInt(4)).findFirst().ifPresent(Stream::cancel);
        case 7 -> {
          kernel.setCarrier(random.nextBoolean());
          kernel.setInterfaceUp(random.nextBoolean());
        }
        default -> Thread.yield();
      }
    }

    private VirtualFault fault() {
      VirtualFault fault =
          switch (random.nextInt(6)) {
            case 0 -> VirtualFault.again();
            case 1 -> VirtualFault.busy();
            case 2 -> VirtualFault.noBuffers();
            case 3 -> VirtualFault.netDown();
            case 4 -> VirtualFault.stall();
            default -> VirtualFault.takeOnly(1);
          };
      return fault.after(random.nextInt(5)).times(1 + random.nextInt(3));
    }

    /** At any time: nothing is counted twice, and no more is out than there are frames. */
    private void check(XskCounters now) {
      // read without a stop, so what is counted last may be ahead of what is counted first
      assertThat(now.inFlight()).as("in flight").isBetween(0L, (long) frames);
      assertThat(now.freeFrames()).as("free").isBetween(0L, (long) frames);
      assertThat(kernel.waitingCompletions()).as("at the kernel").isLessThanOrEqualTo(frames);
    }

    private void end() {
      kernel.setInterfaceUp(true);
      kernel.setCarrier(true);
      kernel.setCompletions(VirtualCompletions.immediate());
      kernel.complete(Integer.MAX_VALUE);
      boolean byItself = random.nextBoolean();
      if (byItself) {
        streams.forEach(Stream::awaitEnd);
        Await.until("no stream is open", () -> sender.counters().openStreams() == 0);
        assertThat(sender.counters().freeFrames()).as("free, before close").isEqualTo(frames);
      }
      sender.close();
      streams.forEach(Stream::awaitEnd);
      streams.forEach(Stream::check);

      XskCounters rest = sender.counters();
      assertThat(rest.accepted())
          .as("%s", rest)
          .isEqualTo(rest.completed() + rest.dropped() + rest.failed() + rest.discarded());
      assertThat(reported.get()).as("accepted in all reports").isEqualTo(rest.accepted());
      assertThat(rest.freeFrames()).as("free frames").isEqualTo(frames);
      assertThat(rest.inFlight()).as("in flight").isZero();
      if (byItself) {
        assertThat(rest.lost()).as("lost").isZero();
        assertThat(rest.completed()).as("completed").isEqualTo(kernel.counters().packets());
        assertThat(rest.dropped()).as("dropped").isEqualTo(kernel.counters().dropped());
      }
    }
  }

  /** One stream of a schedule. */
  private static final class Stream extends BaseSubscriber<Object> {

    private final AtomicLong results = new AtomicLong();
    private final AtomicLong ends = new AtomicLong();
    private volatile SendReport report;
    private volatile boolean cancelled;
    private final boolean withResults;

    Stream(VirtualSender sender, Random random) {
      Flux<Integer> source = Flux.range(0, random.nextInt(500));
      source =
          switch (random.nextInt(4)) {
            case 0 -> source;
            case 1 -> source.hide();
            case 2 -> source.publishOn(Schedulers.parallel(), 1 + random.nextInt(64));
            default -> source.hide().subscribeOn(Schedulers.parallel());
          };
      if (random.nextInt(4) == 0) {
        source = source.concatWith(Flux.error(new IllegalStateException("source")));
      }
      int everyNthFails = 2 + random.nextInt(20);
      withResults = random.nextBoolean();
      if (withResults) {
        sender
            .<Integer>sendWithResults(source, (n, frame) -> write(n, frame, everyNthFails))
            .subscribe(this);
      } else {
        sender.<Integer>send(source, (n, frame) -> write(n, frame, everyNthFails)).subscribe(this);
      }
    }

    private static int write(
        Integer number, java.lang.foreign.MemorySegment frame, int everyNthFails) {
      return number % everyNthFails == 1 ? 0 : Numbered.WRITER.write(number, frame);
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      request(Long.MAX_VALUE);
    }

    @Override
    protected void hookOnNext(Object value) {
      if (value instanceof SendReport it) {
        report = it;
      } else if (value instanceof SendResult<?>) {
        results.incrementAndGet();
      }
    }

    @Override
    protected void hookOnError(Throwable throwable) {
      if (throwable instanceof reactor.xsk.XskException e) {
        report = e.report();
      }
    }

    @Override
    protected void hookOnCancel() {
      cancelled = true;
    }

    @Override
    protected void hookFinally(SignalType type) {
      ends.incrementAndGet();
    }

    void awaitEnd() {
      Await.until("the stream has ended", () -> ends.get() > 0);
    }

    void check() {
      assertThat(ends).as("ends").hasValue(1);
      SendReport last = report;
      if (withResults && last != null && !cancelled) {
        assertThat(results.get()).as("results; %s", last).isEqualTo(last.accepted());
      }
    }
  }
}
