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
      List<Latency> latencies,
      List<Verdict> claims) {}

  private record Verdict(
      String claim,
      double bound,
      boolean atLeast,
      @Nullable Double measured,
      Claims.Verdict verdict) {}

  static void write(Path file, Machine machine, Results results, List<Claims.Claim> claims) {
    List<Verdict> verdicts =
        claims.stream()
            .map(
                claim ->
                    new Verdict(
                        claim.what(),
                        claim.bound(),
                        claim.atLeast(),
                        Double.isNaN(claim.measured()) ? null : claim.measured(),
                        claim.verdict()))
            .toList();
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(
            file,
            new Document(
                machine.describe(),
                results.unavailable(),
                results.rates(),
                results.latencies(),
                verdicts));
  }
}
