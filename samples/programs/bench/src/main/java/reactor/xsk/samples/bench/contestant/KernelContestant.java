package reactor.xsk.samples.bench.contestant;

import reactor.xsk.samples.bench.linux.LiveFrames;
import reactor.xsk.samples.bench.linux.Wire;

/** The limit: the kernel's own generator. */
final class KernelContestant implements Contestant.Sender {

  @Override
  public Contestant.Figures start(Settings settings) throws Exception {
    LiveFrames frames =
        new LiveFrames(Wire.indexOf(settings.near()), Traffic.frame(settings.size()));
    Contestant.repeat("kernel", frames::send);
    return () -> "";
  }
}
