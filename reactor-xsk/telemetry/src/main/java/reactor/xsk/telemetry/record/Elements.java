package reactor.xsk.telemetry.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The information elements of the IANA registry "IPFIX Information Elements", by name and by
 * number. Numbers up to 127 are the field types of NetFlow v9 too.
 */
public final class Elements {

  private static final Map<String, Element> BY_NAME = new HashMap<>();
  private static final Map<Integer, Element> BY_ID = new HashMap<>();

  static {
    read("iana-elements.csv");
  }

  private Elements() {}

  /**
   * The element with the given name.
   *
   * @param name as in the registry, for example {@code octetDeltaCount}
   * @return the element in its full size
   * @throws IllegalArgumentException if the registry has no such name
   */
  public static Element named(String name) {
    Element element = find(name);
    if (element == null) {
      throw new IllegalArgumentException(
          "the IANA registry of IPFIX information elements has no element \"%s\"".formatted(name)
              + ": mind its spelling, or declare an element of an enterprise");
    }
    return element;
  }

  /**
   * The element with the given number.
   *
   * @param id the number in the registry
   * @return the element in its full size
   * @throws IllegalArgumentException if the registry has no such number
   */
  public static Element numbered(int id) {
    Element element = BY_ID.get(id);
    if (element == null) {
      throw new IllegalArgumentException(
          "the IANA registry of IPFIX information elements has no element " + id);
    }
    return element;
  }

  static @Nullable Element find(String name) {
    return BY_NAME.get(name);
  }

  private static void read(String resource) {
    InputStream stream = Objects.requireNonNull(Elements.class.getResourceAsStream(resource));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
      lines.lines().filter(line -> !line.startsWith("#")).forEach(Elements::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(String line) {
    String[] cells = line.split(",", -1);
    int id = Integer.parseInt(cells[0]);
    Element element = Element.iana(id, cells[1], ElementType.named(cells[2]));
    BY_NAME.put(element.name(), element);
    BY_ID.put(id, element);
  }
}
