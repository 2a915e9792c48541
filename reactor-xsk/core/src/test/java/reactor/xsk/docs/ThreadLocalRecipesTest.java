package reactor.xsk.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.docs.RecipeStage.WRITER;
import static reactor.xsk.docs.RecipeStage.config;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendReport;
import reactor.xsk.XskSender;

/**
 * The recipes of docs/recipes.md on thread-locals, quoted line by line, with automatic context
 * propagation and without.
 */
@Timeout(30)
class ThreadLocalRecipesTest {

  private static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();
  private static final int PACKETS = 20;

  private final RecipeStage stage = new RecipeStage();
  private final Flux<Long> readings = Flux.range(0, PACKETS).map(n -> (long) n);
  private final Collection<String> seen = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void register() {
    ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
    TENANT.set("blue");
  }

  @AfterEach
  void unregister() {
    Hooks.disableAutomaticContextPropagation();
    ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
    TENANT.remove();
  }

  private static void propagate(boolean automatic) {
    if (automatic) {
      Hooks.enableAutomaticContextPropagation();
    }
  }

  private void see() {
    seen.add(String.valueOf(TENANT.get()));
  }

  @ParameterizedTest(name = "automatic propagation: {0}")
  @ValueSource(booleans = {false, true})
  void shouldFindNoThreadLocalsInWritersAndFusedOperators(boolean automatic) {
    propagate(automatic);
    try (XskSender sender = XskSender.create(config(stage.taking()))) {
      sender
          .send(
              readings.doOnNext(reading -> see()),
              (reading, frame) -> {
                see();
                return WRITER.write(reading, frame);
              })
          .contextCapture()
          .block();
    }
    assertThat(seen).hasSize(2 * PACKETS).containsOnly("null");
  }

  @ParameterizedTest(name = "automatic propagation: {0}")
  @ValueSource(booleans = {false, true})
  void shouldGiveAWriterWhatItNeedsFromTheContext(boolean automatic) {
    propagate(automatic);
    try (XskSender sender = XskSender.create(config(stage.taking()))) {
      Mono<SendReport> sending =
          Mono.deferContextual(context -> sender.send(readings, writerFor(context.get("tenant"))));
      sending.contextCapture().block();
    }
    assertThat(seen).hasSize(PACKETS).containsOnly("blue");
  }

  private PacketWriter<Long> writerFor(String tenant) {
    return (reading, frame) -> {
      seen.add(tenant);
      return WRITER.write(reading, frame);
    };
  }

  @ParameterizedTest(name = "automatic propagation: {0}")
  @ValueSource(booleans = {false, true})
  void shouldSetThreadLocalsAroundAWriter(boolean automatic) {
    propagate(automatic);
    PacketWriter<Long> writer =
        (reading, frame) -> {
          see();
          return WRITER.write(reading, frame);
        };
    try (XskSender sender = XskSender.create(config(stage.taking()))) {
      Mono<SendReport> sending =
          Mono.deferContextual(context -> sender.send(readings, withThreadLocals(context, writer)));
      sending.contextCapture().block();
    }
    assertThat(seen).hasSize(PACKETS).containsOnly("blue");
  }

  @ParameterizedTest(name = "automatic propagation: {0}")
  @ValueSource(booleans = {false, true})
  void shouldLeaveTheLoopThreadWithoutTheThreadLocalsOfAWriter(boolean automatic) {
    propagate(automatic);
    try (XskSender sender = XskSender.create(config(stage.taking()))) {
      Mono.deferContextual(context -> sender.send(readings, withThreadLocals(context, WRITER)))
          .contextCapture()
          .block();
      sender
          .send(
              readings,
              (reading, frame) -> {
                see();
                return WRITER.write(reading, frame);
              })
          .block();
    }
    assertThat(seen).hasSize(PACKETS).containsOnly("null");
  }

  private static <T> PacketWriter<T> withThreadLocals(ContextView context, PacketWriter<T> writer) {
    ContextSnapshot snapshot = ContextSnapshotFactory.builder().build().captureFrom(context);
    return (item, frame) -> {
      try (ContextSnapshot.Scope _ = snapshot.setThreadLocals()) {
        return writer.write(item, frame);
      }
    };
  }

  @ParameterizedTest(name = "automatic propagation: {0}")
  @ValueSource(booleans = {false, true})
  void shouldSetThreadLocalsAroundAFusedOperator(boolean automatic) {
    propagate(automatic);
    Flux<Long> inScope =
        Flux.deferContextual(
            context -> {
              ContextSnapshot snapshot =
                  ContextSnapshotFactory.builder().build().captureFrom(context);
              return readings.map(
                  reading -> {
                    try (ContextSnapshot.Scope _ = snapshot.setThreadLocals()) {
                      return lookUp(reading);
                    }
                  });
            });
    try (XskSender sender = XskSender.create(config(stage.taking()))) {
      sender.send(inScope, WRITER).contextCapture().block();
    }
    assertThat(seen).hasSize(PACKETS).containsOnly("blue");
  }

  private Long lookUp(Long reading) {
    see();
    return reading;
  }
}
