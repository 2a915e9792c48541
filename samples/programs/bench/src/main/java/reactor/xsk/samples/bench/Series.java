package reactor.xsk.samples.bench;

import java.util.List;

/**
 * How rate and CPU time grow with one thing.
 *
 * @param title what is asked
 * @param axis what grows
 * @param lines labels of those who are measured at each point
 * @param points from the least to the most
 */
record Series(String title, String axis, List<String> lines, List<Point> points) {

  /**
   * One value of what grows.
   *
   * @param x the value
   * @param size bytes of a packet
   * @param entrants one for each line, in their order
   */
  record Point(int x, int size, List<Entrant> entrants) {}

  /** The point as a heat. */
  static Heat heat(Point point) {
    return new Heat(point.x(), it -> true, point.entrants());
  }
}
