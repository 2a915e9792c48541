package reactor.xsk.samples.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Those who take turns, each on a track of its own.
 *
 * <p>A sender in mode BULK hooks the tracepoint of all redirected frames of the machine, and so
 * costs every contestant that redirects a little as long as it is there, even if it stands still.
 * Therefore each of them has a heat of its own, with the C reference.
 *
 * @param number its number in the round, from 0
 * @param favourite whom this heat is for; it is not run without one of them
 * @param tracks the track of each entrant, in the order of their turns
 */
record Heat(int number, Predicate<Entrant> favourite, Map<Entrant, Track> tracks) {

  /** The heats of a round. */
  static List<Heat> all() throws IOException {
    List<Heat> heats = new ArrayList<>();
    List<Entrant> together = Entrant.all().stream().filter(it -> !it.isBulk()).toList();
    heats.add(of(0, it -> true, together, 0));
    for (Entrant bulk : Entrant.all().stream().filter(Entrant::isBulk).toList()) {
      List<Entrant> pair = List.of(Entrant.reference(), bulk);
      heats.add(of(heats.size(), bulk::equals, pair, trackCount(heats)));
    }
    return heats;
  }

  private static Heat of(
      int number, Predicate<Entrant> favourite, List<Entrant> entrants, int firstTrack)
      throws IOException {
    Map<Entrant, Track> tracks = new LinkedHashMap<>();
    for (Entrant entrant : entrants) {
      tracks.put(entrant, Track.make(firstTrack + tracks.size()));
    }
    return new Heat(number, favourite, tracks);
  }

  /** How many tracks there are in all. */
  static int trackCount(List<Heat> heats) {
    return heats.stream().mapToInt(heat -> heat.tracks.size()).sum();
  }

  /** Those who take part, in the order of their turns. */
  List<Entrant> entrants(Predicate<Entrant> takesPart) {
    List<Entrant> entrants = tracks.keySet().stream().filter(takesPart).toList();
    return entrants.stream().anyMatch(favourite) ? entrants : List.of();
  }

  Track track(Entrant entrant) {
    return Objects.requireNonNull(tracks.get(entrant), "no track");
  }
}
