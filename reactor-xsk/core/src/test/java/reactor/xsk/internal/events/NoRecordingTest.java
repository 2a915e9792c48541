package reactor.xsk.internal.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.support.ChildJvm;
import reactor.xsk.support.Numbered;
import reactor.xsk.virtual.VirtualKernel;

/** A process that records nothing does not set up Flight Recorder for its events. */
@Timeout(120)
class NoRecordingTest {

  /** Where the JDK registers events: loaded with the first one. */
  private static final String REGISTRY = "jdk.jfr.internal.MetadataRepository";

  @ParameterizedTest
  @ValueSource(strings = {"sender", "route"})
  void shouldNotSetUpFlightRecorder(String what, @TempDir Path directory) throws Exception {
    Path loaded = directory.resolve("loaded");
    ChildJvm ended = ChildJvm.run(List.of("-Xlog:class+load:file=" + loaded), Main.class, what);

    assertThat(ended.exitValue()).as(ended.said()).isZero();
    List<String> ofInterest =
        Files.readAllLines(loaded).stream()
            .filter(line -> line.contains(Main.class.getName()) || line.contains(REGISTRY))
            .toList();
    assertThat(ofInterest).singleElement().asString().contains(Main.class.getName());
  }

  /** What the other JVM runs. */
  static final class Main {

    private Main() {}

    public static void main(String[] arguments) {
      if (arguments[0].equals("route")) {
        RouteRecorder.changed("10.0.0.1", true, 1_472, "");
        return;
      }
      XskConfig config = XskConfig.builder("jfr0").virtualKernel(VirtualKernel.create()).build();
      try (XskSender sender = XskSender.create(config)) {
        sender.send(Flux.range(0, 5), Numbered.WRITER).block();
      }
    }
  }
}
