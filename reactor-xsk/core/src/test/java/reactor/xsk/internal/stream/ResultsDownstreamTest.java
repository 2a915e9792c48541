package reactor.xsk.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Operators;
import reactor.core.publisher.SignalType;
import reactor.util.context.Context;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;

/** The results of one stream, signalled as they are demanded. */
class ResultsDownstreamTest {

  private static final SendReport REPORT = SendReport.builder().accepted(3).completed(3).build();

  private final Results results = new Results();
  private final ResultsDownstream<Integer> downstream =
      new ResultsDownstream<>(
          results, new SendSubscriber<>(results, new ReadyList(() -> {}).entry(), 8), 8);

  @Test
  void shouldDiscardTheItemsOfResultsThatWaitAndThatStillComeAfterABadRequest() {
    downstream.request(1);
    downstream.onOutcome(1, SendOutcome.COMPLETED, 0, null);
    downstream.onOutcome(2, SendOutcome.COMPLETED, 0, null);
    downstream.request(0);
    downstream.onOutcome(3, SendOutcome.COMPLETED, 0, null);
    downstream.end(REPORT, null);

    assertThat(results.seen).extracting(SendResult::item).containsExactly(1);
    assertThat(results.discarded).containsExactly(2, 3);
    assertThat(results.ends).containsExactly(SignalType.ON_ERROR);
  }

  @Test
  void shouldDiscardTheItemsOfResultsThatStillComeAfterCancel() {
    downstream.request(1);
    downstream.onOutcome(1, SendOutcome.COMPLETED, 0, null);
    downstream.onOutcome(2, SendOutcome.COMPLETED, 0, null);
    downstream.cancel();
    downstream.onOutcome(3, SendOutcome.COMPLETED, 0, null);
    downstream.end(REPORT, null);

    assertThat(results.seen).extracting(SendResult::item).containsExactly(1);
    assertThat(results.discarded).containsExactly(2, 3);
    assertThat(results.ends).isEmpty();
  }

  private static final class Results extends BaseSubscriber<SendResult<Integer>> {

    private final List<SendResult<Integer>> seen = new ArrayList<>();
    private final List<Object> discarded = new ArrayList<>();
    private final List<SignalType> ends = new ArrayList<>();
    private final Context context = Operators.enableOnDiscard(Context.empty(), discarded::add);

    @Override
    public Context currentContext() {
      return context;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      // the test requests
    }

    @Override
    protected void hookOnNext(SendResult<Integer> value) {
      seen.add(value);
    }

    @Override
    protected void hookOnComplete() {
      ends.add(SignalType.ON_COMPLETE);
    }

    @Override
    protected void hookOnError(Throwable throwable) {
      ends.add(SignalType.ON_ERROR);
    }
  }
}
