package reactor.xsk.samples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Those who take turns.
 *
 * <p>A sender in mode BULK hooks the tracepoint of all redirected frames of the machine, and so
 * costs every contestant that redirects a little as long as it is there, even if it stands still.
 * Therefore each of them has a heat of its own, with the C reference.
 *
 * @param number its number in the round, from 0
 * @param favourite whom this heat is for; it is not run without one of them
 * @param entrants in the order of their turns
 */
record Heat(int number, Predicate<Entrant> favourite, List<Entrant> entrants) {

  /** The heats of a round. */
  static List<Heat> all() {
    List<Heat> heats = new ArrayList<>();
    heats.add(new Heat(0, it -> true, Entrants.together()));
    for (Entrant bulk : Entrants.bulk()) {
      heats.add(new Heat(heats.size(), bulk::equals, List.of(Entrants.reference(), bulk)));
    }
    heats.add(new Heat(heats.size(), it -> true, Entrants.onTwoQueues()));
    return heats;
  }

  /** Those who take part, in the order of their turns. */
  List<Entrant> entrants(Predicate<Entrant> takesPart) {
    List<Entrant> present = entrants.stream().filter(takesPart).toList();
    return present.stream().anyMatch(favourite) ? present : List.of();
  }
}
