package reactor.xsk.samples.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The raw figures as JSON. */
final class Json {

  private Json() {}

  private record Document(
      Map<String, String> machine,
      Map<String, String> unavailable,
      List<Rate> rates,
      List<FixedRate> fixedRates,
      List<Outcome> goals) {}

  private record Outcome(
      String ours,
      String against,
      boolean atLeast,
      double bound,
      @Nullable Double measured,
      Goals.Verdict verdict) {

    static Outcome of(Goals.Goal goal) {
      double median = goal.measured().median().orElse(Double.NaN);
      return new Outcome(
          goal.ours(),
          goal.against(),
          goal.atLeast(),
          goal.bound(),
          Double.isNaN(median) ? null : median,
          goal.verdict());
    }
  }

  static void write(Path file, Machine machine, Results results) {
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(
            file,
            new Document(
                machine.describe(),
                results.unavailable(),
                results.rates(),
                results.fixedRates(),
                Goals.of(results).stream().map(Outcome::of).toList()));
  }
}
