package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.xsk.XskConfig.Builder;

/** {@link XskConfig} as a value: every setting is read, compared, printed and derived from. */
class XskConfigValueTest {

  static Stream<String> settings() {
    List<String> names = new ArrayList<>();
    for (Class<?> type = Builder.class; type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!field.isSynthetic()) {
          names.add(field.getName());
        }
      }
    }
    return names.stream();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void shouldHaveAnAccessorASetterAndAPlaceInValuesForEverySetting(String setting) {
    assertThat(XskConfig.builder("eth0").build().values())
        .as("add %s to XskConfig.values(), which equals and toString go by", setting)
        .containsKey(setting);
    assertThat(namesOf(XskConfig.class))
        .as("add the accessor %s() to XskConfig", setting)
        .contains(setting);
    boolean hasSetter = !setting.equals("interfaceName") && !setting.equals("queueCount");
    if (hasSetter) { // queues(first, count) sets two
      assertThat(namesOf(Builder.class))
          .as("add the setter %s(value) to the builder", setting)
          .contains(setting);
    }
  }

  static Stream<String> settingsWithARange() {
    Set<String> takeAnyValue = Set.of("mode", "hugePages", "lossPolicy", "reportListener");
    return settings().filter(setting -> !takeAnyValue.contains(setting));
  }

  @ParameterizedTest
  @MethodSource("settingsWithARange")
  void shouldNameInTheDocumentWhatIsRefusedOfASetting(String setting) throws IOException {
    assertThat(Files.readString(Path.of("../../docs/errors.md")))
        .as("add a row for %s to \"Settings that are refused\"", setting)
        .containsPattern("(?m)^\\| [^|]*`" + setting + "`");
  }

  private static Stream<String> namesOf(Class<?> type) {
    return Stream.of(type.getMethods()).map(Method::getName);
  }

  @Test
  void shouldEqualAConfigOfTheSameSettingsOnly() {
    XskConfig config = XskConfig.builder("eth0").queue(1).build();

    assertThat(config.toBuilder().build()).isEqualTo(config).hasSameHashCodeAs(config);
    assertThat(config.toBuilder().queue(2).build()).isNotEqualTo(config);
    assertThat(XskConfig.builder("eth1").queue(1).build()).isNotEqualTo(config);
  }

  @Test
  void shouldDeriveAConfigAndLeaveTheFirstAsItWas() {
    XskConfig first = XskConfig.builder("eth0").linger(Duration.ofMillis(1)).build();
    XskConfig derived = first.toBuilder().queue(1).build();

    assertThat(derived.linger()).isEqualTo(Duration.ofMillis(1));
    assertThat(derived.queue()).isEqualTo(1);
    assertThat(first.queue()).isZero();
  }

  @Test
  void shouldNotChangeWithItsBuilder() {
    Builder builder = XskConfig.builder("eth0").batchSize(16);
    XskConfig config = builder.build();
    builder.batchSize(8);

    assertThat(config.batchSize()).isEqualTo(16);
  }
}
