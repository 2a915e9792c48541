package reactor.xsk.samples.xskgen;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of xdpsock that make no sense here: each is refused, with the reason. */
final class RefusedOptions {

  private static final String ONLY_SENDS = "this program only sends (-t)";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  private void refuse(String option, String why) {
    throw new ParameterException(
        spec.commandLine(), "%s of xdpsock is not supported: %s".formatted(option, why));
  }

  @Option(
      names = {"-r", "--rxdrop"},
      hidden = true)
  void rxDrop(boolean given) {
    refuse("-r, --rxdrop", ONLY_SENDS);
  }

  @Option(
      names = {"-l", "--l2fwd"},
      hidden = true)
  void l2fwd(boolean given) {
    refuse("-l, --l2fwd", ONLY_SENDS);
  }

  @Option(
      names = {"-p", "--poll"},
      hidden = true)
  void poll(boolean given) {
    refuse("-p, --poll", "the loop thread does not poll(2)");
  }

  @Option(
      names = {"-O", "--retries"},
      hidden = true)
  void retries(String number) {
    refuse("-O, --retries", "completions have a timeout of their own");
  }

  @Option(
      names = {"-m", "--no-need-wakeup"},
      hidden = true)
  void noNeedWakeup(boolean given) {
    refuse("-m, --no-need-wakeup", "the flag is always used");
  }

  @Option(
      names = {"-u", "--unaligned"},
      hidden = true)
  void unaligned(boolean given) {
    refuse("-u, --unaligned", "frames are aligned");
  }

  @Option(
      names = {"-M", "--shared-umem"},
      hidden = true)
  void sharedUmem(boolean given) {
    refuse("-M, --shared-umem", "use --queues for several sockets");
  }

  @Option(
      names = {"-F", "--frags"},
      hidden = true)
  void frags(boolean given) {
    refuse("-F, --frags", "a packet is one frame: use -f for larger ones");
  }

  @Option(
      names = {"-w", "--clock"},
      hidden = true)
  void clock(String name) {
    refuse("-w, --clock", "time stamps (-y) are of CLOCK_MONOTONIC, its default");
  }

  @Option(
      names = {"-W", "--policy"},
      hidden = true)
  void policy(String name) {
    refuse("-W, --policy", "set the policy from outside: chrt(1)");
  }

  @Option(
      names = {"-U", "--schpri"},
      hidden = true)
  void priority(String number) {
    refuse("-U, --schpri", "set the priority from outside: chrt(1)");
  }

  @Option(
      names = {"-I", "--irq-string"},
      hidden = true)
  void interrupts(String name) {
    refuse("-I, --irq-string", "see /proc/interrupts");
  }

  @Option(
      names = {"-R", "--reduce-cap"},
      hidden = true)
  void reduceCapabilities(boolean given) {
    refuse("-R, --reduce-cap", "no XDP program is loaded, so no capability is needed for one");
  }
}
