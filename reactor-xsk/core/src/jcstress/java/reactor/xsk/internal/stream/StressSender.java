package reactor.xsk.internal.stream;

import reactor.xsk.SendReport;

/** The streams of a sender, without its loop: what the races about starting begin with. */
final class StressSender {

  private final TxCounters counters = new TxCounters();
  final Streams streams = new Streams(counters, () -> {}, report -> {});

  /** Starts a stream that ends at {@code subscriber}. Returns its side to the source. */
  SendSubscriber<Integer> start(StressStream<SendReport> subscriber) {
    SendSubscriber<Integer> edge = new SendSubscriber<>(subscriber, streams.newReadiness(), 8);
    ReportDownstream<Integer> downstream = new ReportDownstream<>(subscriber, edge);
    streams.register(new Source<>(edge, (item, frame) -> 0, downstream, counters, 8));
    return edge;
  }
}
