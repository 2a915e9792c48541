package reactor.xsk.samples.bench;

import static reactor.xsk.samples.bench.Entrant.c;
import static reactor.xsk.samples.bench.Entrant.ours;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What {@code --grow} measures. */
final class Growth {

  /** Packets a second of a slow source. */
  static final List<Integer> SOURCE_RATES =
      List.of(1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000);

  private static final int SIZE = 64;
  private static final String PROGRAM = "txonly";

  private Growth() {}

  static List<Series> all() {
    return List.of(
        series(
            "Window, and batch of the C reference",
            "packets of a window",
            List.of("copy", "C reference", "bulk"),
            n ->
                List.of(
                    ours("copy-window-" + n, "copy", "mode=COPY", "window=" + n),
                    c("c-window-" + n, "C reference", PROGRAM, "batch=" + n),
                    ours("bulk-window-" + n, "bulk", "mode=BULK", "window=" + n)),
            1,
            4,
            16,
            64,
            256,
            1024),
        sizes(),
        series(
            "Busy sources of one sender",
            "sources",
            List.of("copy, default"),
            n -> List.of(ours("copy-sources-" + n, "copy, default", "sources=" + n)),
            1,
            2,
            4,
            8,
            16,
            32,
            64),
        series(
            "Idle streams beside one busy source",
            "idle streams",
            List.of("copy, default"),
            n -> List.of(ours("copy-idle-" + n, "copy, default", "idle-streams=" + n)),
            0,
            10,
            100,
            1000,
            10_000),
        series(
            "Lanes, each on a CPU, and threads of the C reference",
            "lanes",
            List.of("copy, default", "C reference"),
            n ->
                List.of(
                    ours("copy-lanes-" + n, "copy, default", "pin=1").withQueues(n),
                    c("c-lanes-" + n, "C reference", PROGRAM, "pin=1").withQueues(n)),
            1,
            2,
            3,
            4));
  }

  /** Who is measured with a source of each of {@link #SOURCE_RATES}. */
  static List<Entrant> withSlowSource() {
    return Entrants.ofLatency().stream()
        .filter(
            it -> it.id().equals(Entrants.COPY_HANDED_DEFAULT) || it.id().equals(Entrants.C_HANDED))
        .toList();
  }

  private static Series sizes() {
    List<Entrant> entrants =
        List.of(
            ours(Entrants.COPY_DEFAULT, "copy, default"),
            Entrants.reference(),
            ours(Entrants.bulk(256), "bulk, window 256", "mode=BULK", "window=256"));
    return new Series(
        "Size of a packet",
        "bytes",
        entrants.stream().map(Entrant::label).toList(),
        IntStream.of(64, 128, 256, 512, 1024, 1514)
            .mapToObj(size -> new Series.Point(size, size, entrants))
            .toList());
  }

  private static Series series(
      String title,
      String axis,
      List<String> lines,
      IntFunction<List<Entrant>> entrants,
      int... values) {
    return new Series(
        title,
        axis,
        lines,
        IntStream.of(values).mapToObj(x -> new Series.Point(x, SIZE, entrants.apply(x))).toList());
  }
}
