package reactor.xsk.kernel.support;

import java.util.function.LongSupplier;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * A source that is never far ahead of the receiver, so that a receiver with room for {@code most}
 * packets loses none. It emits on a thread of its own and cannot be fused.
 */
public final class Pace {

  private Pace() {}

  /** The numbers from 0 to {@code count} - 1, at most {@code most} ahead of {@code received}. */
  public static Flux<Integer> numbers(int count, int most, LongSupplier received) {
    return Flux.range(0, count)
        .doOnNext(number -> await(number, most, received))
        .hide()
        .subscribeOn(Schedulers.newSingle("paced-source", true));
  }

  static void await(int number, int most, LongSupplier received) {
    if (number - received.getAsLong() >= most) {
      Eventually.hold(
          "the receiver is less than " + most + " packets behind " + number,
          Deadline.PATIENCE,
          () -> number - received.getAsLong() < most);
    }
  }
}
