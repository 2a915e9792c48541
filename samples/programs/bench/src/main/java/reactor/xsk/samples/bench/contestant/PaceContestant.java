package reactor.xsk.samples.bench.contestant;

/** Keeps the rate and sends nothing: what the others spend on that, and on being a JVM. */
final class PaceContestant implements Contestant.Sender {

  @Override
  public Contestant.Figures start(Settings settings) {
    Pace pace = Pace.of(settings);
    Contestant.repeat("pace", pace::await);
    return () -> "";
  }
}
