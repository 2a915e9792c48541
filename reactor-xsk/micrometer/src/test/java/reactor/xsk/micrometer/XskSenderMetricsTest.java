package reactor.xsk.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.xsk.Packet;
import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters;
import reactor.xsk.XskCounters.Counter;
import reactor.xsk.XskSender;
import reactor.xsk.virtual.VirtualKernel;

class XskSenderMetricsTest {

  private final MeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void shouldShowWhatASenderHasSent() {
    XskConfig config = XskConfig.builder("virt0").virtualKernel(VirtualKernel.create()).build();
    try (XskSender sender = XskSender.create(config)) {
      new XskSenderMetrics(sender, "collector-1").bindTo(registry);
      sender
          .send(Flux.range(0, 100).map(i -> Packet.of(new byte[60])))
          .block(Duration.ofMinutes(1));

      assertThat(counter("reactor.xsk.items.accepted")).isEqualTo(100);
      assertThat(counter("reactor.xsk.items.ended", "outcome", "completed")).isEqualTo(100);
      assertThat(counter("reactor.xsk.data.published")).isEqualTo(6_000);
      assertThat(registry.get("reactor.xsk.frames.free").gauge().value()).isEqualTo(2_048);
    }
    assertThat(registry.getMeters()).as("after close").isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldShowEveryCounterInSomeMeter(Counter counter) {
    new XskSenderMetrics(new FakeSender(XskCounters.of(it -> 0)).sender, "zero").bindTo(registry);
    XskCounters one = XskCounters.of(it -> it == counter ? 1 : 0);
    new XskSenderMetrics(new FakeSender(one).sender, "one").bindTo(registry);

    assertThat(valuesOf("one"))
        .as("add a meter for %s to XskMeter", counter)
        .isNotEqualTo(valuesOf("zero"));
  }

  @Test
  void shouldHaveOutcomesThatAddUpToTheAcceptedItems() {
    XskCounters atRest =
        XskCounters.of(
            counter ->
                switch (counter) {
                  case ACCEPTED -> 15;
                  case COMPLETED -> 5;
                  case DROPPED -> 1;
                  case FAILED -> 7;
                  case LOST -> 3;
                  case DISCARDED -> 2;
                  default -> 0;
                });
    new XskSenderMetrics(new FakeSender(atRest).sender, "x").bindTo(registry);

    double ended =
        registry.get("reactor.xsk.items.ended").functionCounters().stream()
            .mapToDouble(it -> it.count())
            .sum();
    assertThat(ended).isEqualTo(counter("reactor.xsk.items.accepted"));
  }

  @Test
  void shouldTagWithTheNameAndWithWhatTheUserAdds() {
    new XskSenderMetrics(new FakeSender(XskCounters.of(it -> 0)).sender, "x", Tags.of("rack", "7"))
        .bindTo(registry);

    Set<String> keys = new HashSet<>();
    for (Meter meter : registry.getMeters()) {
      meter.getId().getTags().stream().map(Tag::getKey).forEach(keys::add);
      assertThat(meter.getId().getTags()).contains(Tag.of("name", "x"), Tag.of("rack", "7"));
    }
    assertThat(keys).containsExactlyInAnyOrder("name", "queue", "rack", "outcome");
  }

  @Test
  void shouldShowEachLaneUnderItsQueue() {
    FakeSender fake = new FakeSender(XskCounters.of(it -> 1), XskCounters.of(it -> 2));
    new XskSenderMetrics(fake.sender, "x").bindTo(registry);

    assertThat(counter("reactor.xsk.windows", "queue", "0")).isEqualTo(1);
    assertThat(counter("reactor.xsk.windows", "queue", "1")).isEqualTo(2);
  }

  @Test
  void shouldRemoveItsOwnMetersWhenTheSenderEnds() {
    FakeSender first = new FakeSender(XskCounters.of(it -> 1));
    FakeSender second = new FakeSender(XskCounters.of(it -> 2));
    new XskSenderMetrics(first.sender, "first").bindTo(registry);
    new XskSenderMetrics(second.sender, "second").bindTo(registry);

    first.end();

    assertThat(valuesOf("first")).isEmpty();
    assertThat(valuesOf("second")).hasSameSizeAs(XskMeter.values());
  }

  @Test
  void shouldRemoveItsMetersWhenTheSenderFails() {
    FakeSender fake = new FakeSender(XskCounters.of(it -> 1));
    new XskSenderMetrics(fake.sender, "x").bindTo(registry);

    fake.fail(new IllegalStateException("gone"));

    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void shouldKeepNoSenderAlive() throws InterruptedException {
    WeakReference<XskSender> sender = bindAndForget();

    for (int i = 0; i < 200 && sender.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(sender.get()).isNull();
  }

  private WeakReference<XskSender> bindAndForget() {
    XskSender sender = new FakeSender(XskCounters.of(it -> 0)).sender;
    new XskSenderMetrics(sender, "x").bindTo(registry);
    return new WeakReference<>(sender);
  }

  private double counter(String name, String... tags) {
    return registry.get(name).tags(tags).functionCounter().count();
  }

  private List<Double> valuesOf(String name) {
    return registry.getMeters().stream()
        .filter(it -> name.equals(it.getId().getTag("name")))
        .sorted((a, b) -> a.getId().toString().compareTo(b.getId().toString()))
        .map(it -> it.measure().iterator().next().getValue())
        .toList();
  }
}
