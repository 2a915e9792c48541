package reactor.xsk.samples.xskgen;

import java.util.Map;

/** The options of xdpsock that make no sense here, and why. */
final class Refused {

  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("-r", "this program only sends (-t)"),
          Map.entry("--rxdrop", "this program only sends (-t)"),
          Map.entry("-l", "this program only sends (-t)"),
          Map.entry("--l2fwd", "this program only sends (-t)"),
          Map.entry("-p", "the loop thread does not poll(2)"),
          Map.entry("-O", "completions have a timeout of their own"),
          Map.entry("-m", "the need-wakeup flag is always used"),
          Map.entry("-u", "frames are aligned"),
          Map.entry("-M", "use --queues for several sockets"),
          Map.entry("-w", "the clock is the system's"),
          Map.entry("-W", "set the policy from outside: chrt(1)"),
          Map.entry("-U", "set the priority from outside: chrt(1)"),
          Map.entry("-I", "see /proc/interrupts"),
          Map.entry("-B", "busy polling is not driven by this program"),
          Map.entry("-R", "no XDP program is loaded, so no capability is needed for one"));

  private Refused() {}

  /** The first argument that is refused, with the reason; the empty string if none is. */
  static String in(String... arguments) {
    for (String argument : arguments) {
      String why = OPTIONS.get(argument);
      if (why != null) {
        return "%s of xdpsock is not supported: %s".formatted(argument, why);
      }
    }
    return "";
  }
}
