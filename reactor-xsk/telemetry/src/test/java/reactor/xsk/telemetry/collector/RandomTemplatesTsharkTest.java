package reactor.xsk.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.Written;
import reactor.xsk.telemetry.collector.RandomTemplate.Values;
import reactor.xsk.telemetry.ipfix.IpfixExporter;
import reactor.xsk.telemetry.record.Element;
import reactor.xsk.telemetry.record.ElementType;
import reactor.xsk.telemetry.record.Elements;

/**
 * Records of random templates: any elements of the registry and of enterprises, in any size that
 * they may have, options templates among them. tshark finds each value at its place, and nothing to
 * complain about.
 */
class RandomTemplatesTsharkTest {

  private static final int MAX_BYTES = 1_400;
  private static final int RECORDS = 40;
  private static final String FAULTS = "_ws.malformed || _ws.expert.severity >= \"Warning\"";

  /**
   * Lists, sections of packets and application IDs, ICMP types and codes have a form of their own;
   * the dissector acts on type records, which describe others; it shows the times of a flow in
   * pairs only.
   */
  private static final Set<ElementType> LISTS =
      EnumSet.of(
          ElementType.BASIC_LIST,
          ElementType.SUB_TEMPLATE_LIST,
          ElementType.SUB_TEMPLATE_MULTI_LIST);

  private static final Set<String> TYPE_RECORD =
      Set.of("privateEnterpriseNumber", "informationElementId");

  private static final List<Element> REGISTRY =
      IntStream.range(1, 520)
          .boxed()
          .flatMap(RandomTemplatesTsharkTest::element)
          .filter(it -> !LISTS.contains(it.type()) && !TYPE_RECORD.contains(it.name()))
          .filter(
              it ->
                  !it.name()
                      .matches(
                          "flow(Start|End)[A-Z].*(onds|Time)|.*Section.*|applicationId|icmpTypeCode.*"))
          .toList();

  /** The dissector takes these for two octets, in whatever size the template has them. */
  private static final String OF_FULL_SIZE = "(udp|tcp)(Source|Destination)Port";

  /** One of these is first: a template without a field of fixed size is none to the dissector. */
  private static final List<Element> FIXED =
      REGISTRY.stream().filter(it -> !it.isVariable()).toList();

  @TempDir Path directory;

  private static Stream<Element> element(int id) {
    try {
      return Stream.of(Elements.numbered(id));
    } catch (IllegalArgumentException unassigned) {
      return Stream.empty();
    }
  }

  private static RandomTemplate template(SplittableRandom random) {
    List<Element> elements = new ArrayList<>();
    elements.add(FIXED.get(random.nextInt(FIXED.size())));
    int count = random.nextInt(1, 21);
    while (elements.size() < count) {
      Element element = sized(element(random), random);
      if (elements.stream().noneMatch(element::isSameAs)) {
        elements.add(element);
      }
    }
    int scope = random.nextInt(3) == 0 ? random.nextInt(Math.min(3, count)) : 0;
    return new RandomTemplate(elements, scope);
  }

  private static Element element(SplittableRandom random) {
    if (random.nextInt(5) > 0) {
      return REGISTRY.get(random.nextInt(REGISTRY.size()));
    }
    ElementType type = ElementType.values()[random.nextInt(ElementType.BASIC_LIST.ordinal())];
    int id = random.nextInt(1, 100);
    return Element.enterprise(32_473, 100 * id + type.ordinal(), "element" + id, type);
  }

  private static Element sized(Element element, SplittableRandom random) {
    if (random.nextBoolean() || element.name().matches(OF_FULL_SIZE)) {
      return element;
    }
    return switch (element.type()) {
      case STRING, OCTET_ARRAY -> element.sized(random.nextInt(1, 40));
      case FLOAT64 -> element.sized(4);
      case UNSIGNED16, UNSIGNED32, UNSIGNED64, SIGNED16, SIGNED32, SIGNED64 ->
          element.sized(random.nextInt(1, element.sizeBytes() + 1));
      default -> element;
    };
  }

  @Test
  void shouldPutEveryValueOfRandomTemplatesWhereTsharkReadsIt() {
    Cases.run(10, this::check);
  }

  private void check(SplittableRandom random) {
    RandomTemplate template = template(random);
    List<Values> records =
        IntStream.range(0, RECORDS).mapToObj(i -> template.record(random)).toList();
    IpfixExporter<Values> exporter =
        IpfixExporter.builder(template.template()).pace(0, 1).maxPayloadBytes(() -> 9_000).build();
    List<TelemetryMessage> messages =
        Objects.requireNonNull(exporter.messages(Flux.fromIterable(records)).collectList().block());
    Capture capture = new Capture(4739);
    messages.forEach(it -> capture.add(Written.message(it, 9_000)));
    Tshark tshark = new Tshark(directory, capture);
    assertThat(tshark.lines("-Y", FAULTS, "-T", "fields", "-e", "_ws.expert.message"))
        .as("%s", template)
        .isEmpty();
    List<DissectedRecord> dissected = tshark.records();
    assertThat(dissected).as("%s", template).hasSizeGreaterThanOrEqualTo(RECORDS);
    List<DissectedRecord> ofUser = dissected.subList(dissected.size() - RECORDS, dissected.size());
    for (int i = 0; i < RECORDS; i++) {
      checkValues(template, records.get(i), ofUser.get(i));
    }
  }

  private static void checkValues(
      RandomTemplate template, Values record, DissectedRecord dissected) {
    int offset = 0;
    for (int i = 0; i < template.elements().size(); i++) {
      Element element = template.elements().get(i);
      byte[] octets = RandomTemplate.octets(element, record.values().get(i));
      offset += element.isVariable() ? (octets.length < 255 ? 1 : 3) : 0;
      if (octets.length > 0) {
        assertThat(dissected.at(offset, octets.length))
            .as("%s at %d of %s", element, offset, template)
            .contains(HexFormat.of().formatHex(octets));
      }
      offset += octets.length;
    }
  }
}
