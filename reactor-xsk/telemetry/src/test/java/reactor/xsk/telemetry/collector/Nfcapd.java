package reactor.xsk.telemetry.collector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.xsk.telemetry.ExportReport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** nfcapd, a collector of flow records, and nfdump, which prints what it has stored. */
public final class Nfcapd implements RecordCounter {

  private static final Pattern SUMMARY =
      Pattern.compile("Flows: (\\d+), .*Sequence Errors: (\\d+), Bad Packets: (\\d+)");

  private final Path directory;
  private final Collector collector;

  private Nfcapd(Path directory, Collector collector) {
    this.directory = directory;
    this.collector = collector;
  }

  static Nfcapd start(Path directory, int port) {
    return start(directory, "127.0.0.1", port);
  }

  static Nfcapd start(Path directory, String address, int port) {
    return start(directory, address, port, null);
  }

  private static Nfcapd start(
      Path directory, String address, int port, @Nullable PeerNamespace peer) {
    String program = Programs.find("nfcapd", "nfdump");
    try {
      Path flows = Files.createDirectories(directory.resolve("flows"));
      List<String> command =
          List.of(
              program,
              "-b",
              address,
              "-p",
              "" + port,
              "-w",
              flows.toString(),
              "-t",
              "3600",
              "-B",
              "4000000");
      return new Nfcapd(
          directory,
          Collector.start(
              directory.resolve("nfcapd.log"),
              port,
              peer == null ? command : peer.inside(command)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it in the namespace of a peer, at its address. */
  public static Nfcapd startAt(PeerNamespace peer, Path directory, int port) {
    return start(directory, PeerNamespace.FAR_ADDRESS, port, peer);
  }

  Collector collector() {
    return collector;
  }

  /** What the last line of its log says. */
  public record Summary(long flows, long sequenceErrors, long badPackets) {}

  /** Ends it, and returns its account. */
  public Summary end() {
    collector.terminate();
    Matcher summary = SUMMARY.matcher(Collector.read(directory.resolve("nfcapd.log")));
    long flows = 0;
    long errors = 0;
    long bad = 0;
    while (summary.find()) { // one line for each exporter
      flows += Long.parseLong(summary.group(1));
      errors += Long.parseLong(summary.group(2));
      bad += Long.parseLong(summary.group(3));
    }
    return new Summary(flows, errors, bad);
  }

  /** It stores what it has read when it ends. */
  @Override
  public long endAfter(ExportReport report) {
    return end().flows();
  }

  /** What it has logged. */
  String log() {
    return Collector.read(directory.resolve("nfcapd.log"));
  }

  /** The stored flow records, once it has ended. */
  List<JsonNode> flows() {
    String output = nfdump("-o", "json");
    List<JsonNode> flows = new ArrayList<>();
    new ObjectMapper().readTree(output).forEach(flows::add);
    return flows;
  }

  String nfdump(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Programs.find("nfdump", "nfdump"), "-R", directory.resolve("flows").toString()));
    command.addAll(List.of(options));
    return Programs.run(directory.resolve("nfdump.errors"), command);
  }

  @Override
  public void close() {
    collector.close();
  }
}
