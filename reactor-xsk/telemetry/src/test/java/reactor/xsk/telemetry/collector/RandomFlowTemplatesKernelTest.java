package reactor.xsk.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.xsk.telemetry.collector.RandomTemplate.Values;
import reactor.xsk.telemetry.ipfix.IpfixExporter;
import reactor.xsk.telemetry.record.Element;
import reactor.xsk.telemetry.record.ElementType;
import reactor.xsk.telemetry.record.Elements;
import tools.jackson.databind.JsonNode;

/**
 * Flow records of random templates: of the elements that nfcapd and nfacctd store any, in any order
 * and size. Both store every value, and complain about nothing.
 */
@PrivateNetwork
class RandomFlowTemplatesKernelTest {

  private static final int TEMPLATES = 8;
  private static final int RECORDS = 60;
  private static final String SOURCE = "sourceIPv4Address";
  private static final String DESTINATION = "destinationIPv4Address";
  private static final String START = "flowStartMilliseconds";
  private static final String END = "flowEndMilliseconds";
  private static final String PROTOCOL = "protocolIdentifier";

  /** In every template: by the addresses a record is found again. */
  private static final List<String> ALWAYS = List.of(SOURCE, DESTINATION, START, END, PROTOCOL);

  /** An element, and what nfcapd and nfacctd call it; empty where one does not show it. */
  private record Column(Element element, String nfcapd, String nfacctd) {}

  private static final List<Column> COLUMNS =
      List.of(
          column("sourceTransportPort", "src_port", "port_src"),
          column("destinationTransportPort", "dst_port", "port_dst"),
          column("ipClassOfService", "src_tos", "tos"),
          column("ingressInterface", "input_snmp", "iface_in"),
          column("egressInterface", "output_snmp", "iface_out"),
          column("octetDeltaCount", "in_bytes", "bytes"),
          column("packetDeltaCount", "in_packets", "packets"),
          column("sourceIPv4PrefixLength", "src_mask", ""),
          column("destinationIPv4PrefixLength", "dst_mask", ""),
          column("bgpSourceAsNumber", "src_as", "as_src"),
          column("bgpDestinationAsNumber", "dst_as", "as_dst"),
          column("postIpClassOfService", "dst_tos", ""),
          new Column(Element.enterprise(32_473, 1, "first", ElementType.UNSIGNED64), "", "first"),
          new Column(
              Element.enterprise(32_473, 2, "second", ElementType.UNSIGNED32), "", "second"));

  private static final String PRIMITIVES =
      """
      name=first field_type=32473:1 len=8 semantics=u_int
      name=second field_type=32473:2 len=4 semantics=u_int
      """;

  private static final String SHOWN =
      "src_host,dst_host,src_port,dst_port,tos,in_iface,out_iface,src_as,dst_as,timestamp_start,"
          + "timestamp_end,first,second,flows";

  @TempDir Path directory;

  private static Column column(String name, String nfcapd, String nfacctd) {
    return new Column(Elements.named(name), nfcapd, nfacctd);
  }

  /** A template, and its records by their addresses: values by the name of their element. */
  private record Sent(RandomTemplate template, List<Values> records) {

    Map<String, Map<String, String>> byAddresses() {
      Map<String, Map<String, String>> all = new LinkedHashMap<>();
      for (Values record : records) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < template.elements().size(); i++) {
          values.put(
              template.elements().get(i).name(),
              Long.toUnsignedString((Long) record.values().get(i)));
        }
        all.put(address(values, SOURCE) + " " + address(values, DESTINATION), values);
      }
      return all;
    }

    private static String address(Map<String, String> values, String name) {
      return RandomFlow.address((int) Long.parseLong(values.getOrDefault(name, "0")));
    }
  }

  private static Sent sent(SplittableRandom random, boolean ofNfcapd) {
    List<Element> elements = new ArrayList<>(ALWAYS.stream().map(Elements::named).toList());
    for (Column column : COLUMNS) {
      boolean isShown = !(ofNfcapd ? column.nfcapd : column.nfacctd).isEmpty();
      boolean isCount = column.element.name().endsWith("DeltaCount");
      if (isShown && (isCount || random.nextInt(3) > 0)) { // nfacctd leaves out flows of nothing
        elements.add(sized(column.element, ofNfcapd, random));
      }
    }
    shuffle(elements, random);
    RandomTemplate template = new RandomTemplate(elements, 0);
    List<Values> records = new ArrayList<>();
    while (records.size() < RECORDS) {
      Values record = plausible(elements, template.record(random), random);
      if (!record.values().contains(0L)) { // which collectors do not tell from "absent"
        records.add(record);
      }
    }
    return new Sent(template, records);
  }

  /**
   * nfcapd reads integers of every size. nfacctd reads interfaces, AS numbers and counts in their
   * full size or half of it, and the rest, its primitives among them, in full size only.
   */
  private static Element sized(Element element, boolean ofNfcapd, SplittableRandom random) {
    if (random.nextBoolean()) {
      return element;
    }
    if (ofNfcapd) {
      return element.sized(random.nextInt(1, element.sizeBytes() + 1));
    }
    boolean halves = element.enterpriseNumber() == 0 && element.sizeBytes() >= 4;
    return halves ? element.sized(element.sizeBytes() / 2) : element;
  }

  private static <T> void shuffle(List<T> list, SplittableRandom random) {
    for (int i = list.size() - 1; i > 0; i--) {
      T moved = list.get(i);
      int other = random.nextInt(i + 1);
      list.set(i, list.get(other));
      list.set(other, moved);
    }
  }

  /** UDP, and a flow of the last minutes: collectors judge by these. */
  private static Values plausible(List<Element> elements, Values record, SplittableRandom random) {
    long startMs = System.currentTimeMillis() - random.nextInt(60_000, 120_000);
    List<Object> values = new ArrayList<>(record.values());
    for (int i = 0; i < values.size(); i++) {
      switch (elements.get(i).name()) {
        case PROTOCOL -> values.set(i, 17L);
        case "octetDeltaCount", "packetDeltaCount" ->
            values.set(i, (Long) values.get(i) & Long.MAX_VALUE); // nfacctd prints them as signed
        case START -> values.set(i, startMs);
        case END -> values.set(i, startMs + random.nextInt(60_000));
        default -> {}
      }
    }
    return new Values(values);
  }

  private static void send(Sent sent, Collector collector) {
    IpfixExporter.builder(sent.template.template())
        .maxPayloadBytes(() -> 1_400)
        .pace(2_000, 16)
        .build()
        .export(Flux.fromIterable(sent.records), it -> collector.send(it, List.of()))
        .block();
  }

  @Test
  void shouldBringEveryValueOfRandomTemplatesToNfcapd() {
    Cases.run(
        1,
        random -> {
          try (Nfcapd nfcapd = Nfcapd.start(ofCase(), 4739)) {
            List<Sent> all = sendAll(random, true, nfcapd.collector());
            Nfcapd.Summary summary = nfcapd.end();
            check(all, nfcapd.flows(), true);
            assertThat(summary).isEqualTo(new Nfcapd.Summary(TEMPLATES * RECORDS, 0, 0));
          }
        });
  }

  @Test
  void shouldBringEveryValueOfRandomTemplatesToNfacctd() {
    Cases.run(
        1,
        random -> {
          try (Pmacct nfacctd =
              Pmacct.nfacctd(ofCase(), SHOWN + "\nnfacctd_as: netflow", PRIMITIVES)) {
            List<Sent> all = sendAll(random, false, nfacctd.collector());
            check(all, nfacctd.flows(TEMPLATES * RECORDS), false);
            assertThat(nfacctd.gaps()).isEmpty();
            assertThat(nfacctd.faults()).isEmpty();
          }
        });
  }

  private Path ofCase() {
    try {
      return Files.createTempDirectory(directory, "case");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Sent> sendAll(
      SplittableRandom random, boolean ofNfcapd, Collector collector) {
    List<Sent> all = new ArrayList<>();
    for (int i = 0; i < TEMPLATES; i++) {
      Sent sent = sent(random, ofNfcapd);
      send(sent, collector);
      all.add(sent);
    }
    return all;
  }

  private static void check(List<Sent> all, List<JsonNode> stored, boolean ofNfcapd) {
    Map<String, JsonNode> byAddresses =
        stored.stream().collect(Collectors.toMap(it -> addresses(it, ofNfcapd), it -> it));
    for (Sent sent : all) {
      sent.byAddresses()
          .forEach(
              (addresses, values) -> {
                assertThat(byAddresses.containsKey(addresses))
                    .as("%s of %s is stored", values, sent.template)
                    .isTrue();
                checkValues(sent, values, byAddresses.get(addresses), ofNfcapd);
              });
    }
    assertThat(stored).hasSize(TEMPLATES * RECORDS);
  }

  private static String addresses(JsonNode flow, boolean ofNfcapd) {
    return ofNfcapd
        ? flow.path("src4_addr").asString() + " " + flow.path("dst4_addr").asString()
        : flow.path("ip_src").asString() + " " + flow.path("ip_dst").asString();
  }

  private static void checkValues(
      Sent sent, Map<String, String> values, JsonNode flow, boolean ofNfcapd) {
    Map<String, String> stored = new HashMap<>();
    Map<String, String> expected = new HashMap<>();
    for (Column column : COLUMNS) {
      String value = values.get(column.element.name());
      if (value != null) {
        expected.put(column.element.name(), value);
        stored.put(
            column.element.name(), flow.path(ofNfcapd ? column.nfcapd : column.nfacctd).asString());
      }
    }
    assertThat(stored).as("%s of %s", flow, sent.template).isEqualTo(expected);
    assertThat(millis(flow, ofNfcapd ? "first" : "timestamp_start"))
        .isEqualTo(Long.parseLong(values.getOrDefault(START, "")));
    assertThat(millis(flow, ofNfcapd ? "last" : "timestamp_end"))
        .isEqualTo(Long.parseLong(values.getOrDefault(END, "")));
  }

  /** nfdump prints local time, nfacctd seconds since 1970. */
  private static long millis(JsonNode flow, String name) {
    String text = flow.path(name).asString();
    if (text.contains("T")) {
      return LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant().toEpochMilli();
    }
    String[] parts = text.split("\\.");
    return Long.parseLong(parts[0]) * 1_000 + Long.parseLong(parts[1]) / 1_000;
  }
}
