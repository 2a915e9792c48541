package reactor.xsk.telemetry.record;

import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Declares a template field by field, for records of any class. For one thread.
 *
 * <pre>{@code
 * RecordTemplate.builder(Flow.class)
 *     .number("sourceIPv4Address", Flow::source)
 *     .number(Elements.named("octetDeltaCount").sized(4), Flow::octets)
 *     .build();
 * }</pre>
 *
 * @param <R> the class of the records
 */
public final class RecordTemplateBuilder<R> {

  private final Class<R> recordType;
  private final List<Slot> slots = new ArrayList<>();
  private int scopeCount;

  RecordTemplateBuilder(Class<R> recordType) {
    this.recordType = recordType;
  }

  /**
   * Adds a number: an integer, boolean (1 true, 2 false), IPv4 or MAC address in network order, or
   * a time in the element's unit since 1970.
   *
   * @param element an element of such a type
   * @param value reads it from a record; values that do not fit fail their record
   * @return this
   */
  public RecordTemplateBuilder<R> number(Element element, ToLongFunction<? super R> value) {
    ElementType type = element.type();
    require(element, type.isScalar() && !type.isFloat(), "number");
    return add(element, Getters.ofLong(type, Getters.of(value)));
  }

  /**
   * Adds a number.
   *
   * @param element the name of an element in the IANA registry
   * @param value as in {@link #number(Element, ToLongFunction)}
   * @return this
   */
  public RecordTemplateBuilder<R> number(String element, ToLongFunction<? super R> value) {
    return number(Elements.named(element), value);
  }

  /**
   * Adds a floating-point number.
   *
   * @param element an element of type float32 or float64
   * @param value reads it from a record
   * @return this
   */
  public RecordTemplateBuilder<R> decimal(Element element, ToDoubleFunction<? super R> value) {
    require(element, element.type().isFloat(), "decimal");
    return add(element, Getters.ofDouble(element, Getters.ofDecimal(value)));
  }

  /**
   * Adds text.
   *
   * @param element an element of type string
   * @param value reads it from a record
   * @return this
   */
  public RecordTemplateBuilder<R> text(Element element, Function<? super R, String> value) {
    require(element, element.type() == ElementType.STRING, "text");
    return add(element, Getters.of(value, String.class));
  }

  /**
   * Adds text.
   *
   * @param element the name of an element in the IANA registry
   * @param value reads it from a record
   * @return this
   */
  public RecordTemplateBuilder<R> text(String element, Function<? super R, String> value) {
    return text(Elements.named(element), value);
  }

  /**
   * Adds octets: an IPv6 address, an octet array, or a list of RFC 6313 in its encoded form.
   *
   * @param element an element of such a type
   * @param value reads them from a record
   * @return this
   */
  public RecordTemplateBuilder<R> octets(Element element, Function<? super R, byte[]> value) {
    ElementType type = element.type();
    require(element, !type.isScalar() && type != ElementType.STRING, "octets");
    return add(element, Getters.of(value, byte[].class));
  }

  /**
   * Adds octets.
   *
   * @param element the name of an element in the IANA registry
   * @param value as in {@link #octets(Element, Function)}
   * @return this
   */
  public RecordTemplateBuilder<R> octets(String element, Function<? super R, byte[]> value) {
    return octets(Elements.named(element), value);
  }

  /**
   * Makes the fields so far the scope, and the template an options template.
   *
   * @return this
   * @throws IllegalStateException if there is no field yet
   */
  public RecordTemplateBuilder<R> endOfScope() {
    if (slots.isEmpty()) {
      throw new IllegalStateException("a scope has at least one field (RFC 7011 section 3.4.2.2)");
    }
    scopeCount = slots.size();
    return this;
  }

  /**
   * Builds the template.
   *
   * @return the template
   * @throws IllegalArgumentException if there is no field
   */
  public RecordTemplate<R> build() {
    if (slots.size() == scopeCount) {
      throw new IllegalArgumentException(
          "the template of "
              + recordType.getName()
              + " has no field"
              + (scopeCount > 0 ? " but scope" : ""));
    }
    return new RecordTemplate<>(recordType, slots, scopeCount);
  }

  RecordTemplateBuilder<R> add(Element element, MethodHandle getter) {
    slots.add(new Slot(element, getter));
    return this;
  }

  int fieldCount() {
    return slots.size();
  }

  private static void require(Element element, boolean fits, String method) {
    if (!fits) {
      throw new IllegalArgumentException(
          "%s is of type %s, which %s() does not write: number() writes integers, booleans, IPv4 and"
                  .formatted(element, element.type().ianaName(), method)
              + " MAC addresses and times, decimal() floats, text() strings, octets() the rest");
    }
  }
}
