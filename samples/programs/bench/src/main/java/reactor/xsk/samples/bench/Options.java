package reactor.xsk.samples.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be chosen on the command line, and what is chosen if nothing is said. */
final class Options {

  private static final int PACKETS_OF_A_PERCENTILE = 5_000;
  private static final int LONGEST_TIMES = 5;

  @Option(
      names = "--quick",
      description = "One short round: under two minutes. Shows that all works, and no figures.")
  private boolean quick;

  @Option(
      names = "--full",
      description = "Also 512 and 1,400 bytes, and latency at 1,000 and 100,000 a second.")
  private boolean full;

  @Option(
      names = "--grow",
      description =
          "How rate and CPU time grow with window, size, sources, idle streams, lanes and the rate"
              + " of a source, instead of the comparison.")
  private boolean grow;

  @Option(
      names = "--observed",
      description =
          "What a scrape of the meters a second and a recording of Flight Recorder cost, in turns"
              + " with and without, instead of the comparison. Takes 90 s.")
  private boolean observed;

  @Option(names = "--sizes", split = ",", description = "Bytes of a packet. Default: 64.")
  private List<Integer> sizes = List.of();

  @Option(names = "--rounds", description = "Rounds; the tables show medians. Default: 5.")
  private int rounds;

  @Option(names = "--seconds", description = "Length of a measurement. Default: 1.")
  private double seconds;

  @Option(
      names = "--warm-up",
      description =
          "Seconds that a JVM sends before it at least; up to three times as long, until its"
              + " compilers rest. Default: 1.5.")
  private double warmUp;

  @Option(
      names = "--latency-rates",
      split = ",",
      description = "Packets a second for latency; 0 for none. Default: 10000.")
  private List<Integer> latencyRates = List.of();

  @Option(
      names = "--load-rates",
      split = ",",
      description =
          "Packets a second of a source that sleeps in between, to see what of a core that costs; 0"
              + " for none. Default: 1000,10000.")
  private List<Integer> loadRates = List.of(1_000, 10_000);

  @Option(names = "--only", split = ",", description = "Only these: ids as in the JSON.")
  private Set<String> only = Set.of();

  @Option(names = "--markdown", description = "Prints the tables in Markdown, for documents.")
  private boolean markdown;

  @Option(
      names = "--html",
      description = "Where the report goes. Default: ${DEFAULT-VALUE}.",
      defaultValue = "target/bench/report.html")
  private Path html = Path.of("");

  @Option(
      names = "--json",
      description = "Where the raw figures go. Default: ${DEFAULT-VALUE}.",
      defaultValue = "target/bench/report.json")
  private Path json = Path.of("");

  @Option(names = "--c", hidden = true, description = "Where the compiled C programs are.")
  private @Nullable Path compiledC;

  boolean grow() {
    return grow;
  }

  boolean observed() {
    return observed;
  }

  List<Integer> sizes() {
    return orElse(sizes, full ? List.of(64, 512, 1400) : List.of(64));
  }

  List<Integer> latencyRates() {
    return orElse(latencyRates, full ? List.of(1_000, 10_000, 100_000) : List.of(10_000));
  }

  List<Integer> loadRates() {
    return orElse(loadRates, List.of());
  }

  /** What is given; nothing if that is a 0. */
  private static List<Integer> orElse(List<Integer> given, List<Integer> otherwise) {
    return (given.isEmpty() ? otherwise : given).stream().filter(it -> it > 0).toList();
  }

  int rounds() {
    return rounds > 0 ? rounds : quick ? 1 : grow ? 3 : 5;
  }

  Duration interval() {
    return ofSeconds(seconds > 0 ? seconds : quick ? 0.5 : 1);
  }

  /** Longer at low rates, for the high percentiles. */
  Duration interval(int rate) {
    long wanted = PACKETS_OF_A_PERCENTILE * 1_000L / rate;
    long least = interval().toMillis();
    return Duration.ofMillis(Math.clamp(wanted, least, LONGEST_TIMES * least));
  }

  WarmUp warmUp() {
    return new WarmUp(ofSeconds(warmUp > 0 ? warmUp : quick ? 0.5 : 1.5));
  }

  Programs programs() {
    return new Programs(compiledC);
  }

  boolean isChosen(Entrant entrant) {
    return only.isEmpty() || only.contains(entrant.id());
  }

  boolean markdown() {
    return markdown;
  }

  Path html() {
    return html;
  }

  Path json() {
    return json;
  }

  /** How is measured, in words. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "%d rounds, %.1f s each after a warm-up of at least %.1f s; medians",
        rounds(),
        interval().toMillis() / 1e3,
        warmUp().least().toMillis() / 1e3);
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
