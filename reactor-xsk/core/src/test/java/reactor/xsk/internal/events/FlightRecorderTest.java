package reactor.xsk.internal.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.LossPolicy;
import reactor.xsk.XskConfig;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** What a recording of the JDK's Flight Recorder has of a sender. */
class FlightRecorderTest {

  private static final Path EVENTS = Path.of("src/main/java/reactor/xsk/internal/events");
  private static final Pattern NAME = Pattern.compile("@Name\\(\"([^\"]+)\"\\)");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path directory;

  @Test
  void shouldRecordOpeningAndClosingWithTheAccount() throws IOException {
    List<RecordedEvent> events =
        record(recording -> {}, () -> send(VirtualKernel.create(), config -> config, 5));

    assertThat(of("SenderOpened", events))
        .singleElement()
        .satisfies(event -> assertThat(event.getString("mode")).isEqualTo("VIRTUAL"))
        .satisfies(event -> assertThat(event.getInt("frames")).isEqualTo(2_048));
    assertThat(of("SenderClosed", events))
        .singleElement()
        .satisfies(event -> assertThat(event.getLong("completed")).isEqualTo(5))
        .satisfies(event -> assertThat(event.getString("failure")).isNull())
        .satisfies(event -> assertThat(event.getString("interfaceName")).startsWith("vt"));
  }

  @Test
  void shouldRecordWindowsOnlyWhereThatIsEnabled() throws IOException {
    List<RecordedEvent> byDefault =
        record(recording -> {}, () -> send(VirtualKernel.create(), config -> config, 5));
    List<RecordedEvent> enabled =
        record(
            recording -> recording.enable("reactor.xsk.WindowSent"),
            () -> send(VirtualKernel.create(), config -> config.batchSize(2), 5));

    assertThat(of("WindowSent", byDefault)).isEmpty();
    assertThat(of("WindowSent", enabled)).hasSizeGreaterThanOrEqualTo(3);
    assertThat(of("WindowSent", enabled).stream().mapToInt(it -> it.getInt("packets")).sum())
        .isEqualTo(5);
  }

  @Test
  void shouldRecordAPacketThatTheKernelDropped() throws IOException {
    VirtualKernel kernel = VirtualKernel.create();
    kernel.onNextKicks(VirtualFault.busy());

    List<RecordedEvent> events = record(recording -> {}, () -> send(kernel, config -> config, 5));

    assertThat(of("PacketDropped", events)).hasSize(1);
  }

  @Test
  void shouldRecordAStallWithTheTimeThatItTook() throws IOException {
    VirtualKernel slow =
        VirtualKernel.builder()
            .completions(VirtualCompletions.after(Duration.ofMillis(50)))
            .build();

    List<RecordedEvent> events = record(recording -> {}, () -> send(slow, config -> config, 5));

    assertThat(of("TransmitStall", events))
        .anySatisfy(
            event ->
                assertThat(event.getDuration("stallTime")).isGreaterThan(Duration.ofMillis(20)));
  }

  @Test
  void shouldRecordThatASocketWasRebuilt() throws IOException {
    VirtualKernel losing = VirtualKernel.create();
    losing.loseCompletions(1);
    UnaryOperator<XskConfig.Builder> impatient =
        config ->
            config
                .lossPolicy(LossPolicy.REBUILD)
                .completionTimeout(Duration.ofMillis(20))
                .closeTimeout(Duration.ZERO);

    List<RecordedEvent> events = record(recording -> {}, () -> send(losing, impatient, 5));

    assertThat(of("SocketRebuilt", events))
        .isNotEmpty()
        .allSatisfy(
            event ->
                assertThat(event.getString("reason"))
                    .isEqualTo("the kernel does not give frames back"));
  }

  @Test
  void shouldDocumentEveryEvent() throws IOException {
    String document = Files.readString(Path.of("../../docs/metrics.md"));
    try (Stream<Path> sources = Files.list(EVENTS)) {
      assertThat(sources.filter(it -> !it.endsWith("QueueEvent.java")).map(this::nameIn))
          .filteredOn(name -> !name.isEmpty())
          .isNotEmpty()
          .allMatch(name -> document.contains("| `" + name + "` |"));
    }
  }

  private String nameIn(Path source) {
    try {
      Matcher name = NAME.matcher(Files.readString(source));
      return name.find() ? name.group(1) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldLabelEveryEventAndField() throws IOException {
    record(recording -> {}, () -> send(VirtualKernel.create(), config -> config, 1));
    List<EventType> types =
        FlightRecorder.getFlightRecorder().getEventTypes().stream()
            .filter(type -> type.getName().startsWith("reactor.xsk."))
            .toList();

    assertThat(types).isNotEmpty();
    assertThat(types)
        .allSatisfy(
            type -> {
              assertThat(type.getLabel()).as(type.getName()).matches("[A-Z].*[^.]");
              assertThat(type.getCategoryNames()).containsExactly("Reactor XSK");
              assertThat(type.getFields()).allMatch(field -> field.getLabel() != null);
            });
  }

  private static void send(
      VirtualKernel kernel, UnaryOperator<XskConfig.Builder> settings, int packets) {
    try (VirtualSender sender = VirtualSender.open(kernel, settings)) {
      sender
          .sendNumbers(Flux.range(0, packets))
          .onErrorResume(failure -> Mono.empty())
          .block(PATIENCE);
    }
  }

  private List<RecordedEvent> record(Consumer<Recording> settings, Runnable work)
      throws IOException {
    Path file = directory.resolve(System.nanoTime() + ".jfr");
    try (Recording recording = new Recording()) {
      settings.accept(recording);
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file);
  }

  private static List<RecordedEvent> of(String name, List<RecordedEvent> events) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("reactor.xsk." + name))
        .toList();
  }
}
