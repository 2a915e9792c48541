package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Javadoc of a setter names the default that the setting has. */
class XskConfigDefaultsTest {

  private static final Path SOURCES = Path.of("src/main/java/reactor/xsk");
  private static final Pattern SETTER =
      Pattern.compile("(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s+public XskConfig\\.Builder (\\w+)\\(");
  private static final Pattern DEFAULT =
      Pattern.compile("default ([\\d,]*\\d)( ms| s)?\\b|(\\d+) \\(the default");

  @Test
  void shouldNameTheDefaultOfEachNumberAndTime() throws Exception {
    Map<String, Long> said = new LinkedHashMap<>();
    said.putAll(defaultsSaidIn("DataPathSetters.java"));
    said.putAll(defaultsSaidIn("RunSetters.java"));
    XskConfig config = XskConfig.builder("eth0").build();
    Map<String, Long> real = new LinkedHashMap<>();
    for (String setting : said.keySet()) {
      Object value = XskConfig.class.getMethod(setting).invoke(config);
      real.put(
          setting, value instanceof Duration time ? time.toNanos() : ((Number) value).longValue());
    }

    assertThat(said).containsKeys("batchSize", "bindTimeout", "pace", "paceCatchUp", "flushSize");
    assertThat(said).isEqualTo(real);
  }

  /** Numbers, and times in nanoseconds. */
  private static Map<String, Long> defaultsSaidIn(String file) throws Exception {
    Map<String, Long> defaults = new LinkedHashMap<>();
    for (MatchResult setter :
        SETTER.matcher(Files.readString(SOURCES.resolve(file))).results().toList()) {
      Matcher said = DEFAULT.matcher(setter.group(1).replaceAll("\\s+\\*\\s+", " "));
      boolean setsOne = !setter.group(2).equals("queues"); // the first queue, and how many
      if (setsOne && said.find()) {
        defaults.put(setter.group(2), value(said));
      }
    }
    return defaults;
  }

  private static long value(Matcher said) {
    String number = said.group(1) == null ? said.group(3) : said.group(1).replace(",", "");
    long value = Long.parseLong(number);
    String unit = said.group(2);
    return unit == null ? value : value * (unit.equals(" s") ? 1_000_000_000 : 1_000_000);
  }
}
