package reactor.xsk.telemetry.collector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.xsk.telemetry.ExportReport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The collectors of pmacct: nfacctd for IPFIX and NetFlow, sfacctd for sFlow. With their checks of
 * sequence numbers on, which say what they miss.
 */
final class Pmacct implements RecordCounter {

  private static final Pattern GAP =
      Pattern.compile("expecting flow '(\\d+)' but received '(\\d+)'");
  private static final Pattern FAULT =
      Pattern.compile("(?i).*(\\bWARN|\\bERROR|malformed|unable|missing data|discard).*");

  private final Path log;
  private final Path output;
  private final Path counters;
  private final Collector collector;

  private Pmacct(Path directory, String address, int port, String program, String settings) {
    this.log = directory.resolve(program + ".log");
    this.output = directory.resolve(program + ".json");
    this.counters = directory.resolve("counters.json");
    Path config = directory.resolve(program + ".conf");
    write(config, common(program, address, port) + settings);
    this.collector =
        Collector.start(
            log, port, List.of(Programs.find(program, "pmacct"), "-f", config.toString()));
    Collector.await(
        "the output of " + program, () -> Collector.read(log).contains("JSON: setting"));
  }

  private String common(String program, String address, int port) {
    return """
    daemonize: false
    %1$s_ip: %2$s
    %1$s_port: %3$d
    %1$s_disable_checks: false
    plugins: print[a]
    print_output[a]: json
    print_output_file[a]: %4$s
    print_output_file_append[a]: true
    print_refresh_time[a]: 1
    print_cache_entries[a]: 65521
    timestamps_since_epoch: true
    plugin_pipe_size: 67108864
    """
        .formatted(program, address, port, output);
  }

  /**
   * Starts nfacctd.
   *
   * @param aggregate what it shows of each record, by its names
   * @param primitives names for further elements, in the form of its {@code aggregate_primitives}
   */
  static Pmacct nfacctd(Path directory, String aggregate, String primitives) {
    return nfacctd(directory, "127.0.0.1", 4739, aggregate, primitives);
  }

  static Pmacct nfacctd(
      Path directory, String address, int port, String aggregate, String primitives) {
    Path list = directory.resolve("primitives.lst");
    write(list, primitives);
    String settings = "aggregate_primitives: %s%naggregate[a]: %s%n".formatted(list, aggregate);
    return new Pmacct(directory, address, port, "nfacctd", settings);
  }

  /** Starts sfacctd, which writes counters into a file of their own. */
  static Pmacct sfacctd(Path directory, String aggregate) {
    String settings =
        "sfacctd_counter_file: %s%nsfacctd_counter_output: json%naggregate[a]: %s%n"
            .formatted(directory.resolve("counters.json"), aggregate);
    return new Pmacct(directory, "127.0.0.1", 6343, "sfacctd", settings);
  }

  Collector collector() {
    return collector;
  }

  /** Waits until it has written so many flow records, which it does once a second, and ends it. */
  List<JsonNode> flows(long count) {
    Collector.await(count + " flows in " + output, () -> countedFlows() >= count);
    collector.interrupt();
    return lines(output, "purge");
  }

  @Override
  public long endAfter(ExportReport report) {
    flows(report.sentRecords());
    return countedFlows();
  }

  /** The records that it has written so far. It puts records with the same values together. */
  long countedFlows() {
    return lines(output, "purge").stream().mapToLong(it -> it.path("flows").asLong()).sum();
  }

  /** The counter records of sfacctd, once it has ended. */
  List<JsonNode> counters() {
    return lines(counters, "log");
  }

  private static List<JsonNode> lines(Path file, String eventType) {
    ObjectMapper mapper = new ObjectMapper();
    String text = Collector.read(file);
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      JsonNode node = mapper.readTree(line);
      if (node.path("event_type").asString().equals(eventType)) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  /** The ends and interfaces of a flow, and further values, as it names them. */
  static String text(JsonNode flow, String... further) {
    return Stream.concat(
            Stream.of("ip_src", "ip_dst", "port_src", "port_dst", "iface_in", "iface_out"),
            Stream.of(further))
        .map(name -> flow.path(name).asString())
        .collect(Collectors.joining(" "));
  }

  /** What it missed at each gap of a sequence. It looks for gaps behind its second message. */
  List<Long> gaps() {
    List<Long> gaps = new ArrayList<>();
    Matcher gap = GAP.matcher(Collector.read(log));
    while (gap.find()) {
      gaps.add(Long.parseLong(gap.group(2)) - Long.parseLong(gap.group(1)));
    }
    return gaps;
  }

  /** The warnings in its log. */
  List<String> faults() {
    return Collector.read(log).lines().filter(line -> FAULT.matcher(line).matches()).toList();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    collector.close();
  }
}
