package reactor.xsk.telemetry.record;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a class have in them, in which order and sizes: declared once, from a record
 * class ({@link #of(Class)}) or field by field ({@link #builder}). Exporters give it its number and
 * send it to the collector.
 *
 * <pre>{@code
 * record Flow(int sourceIPv4Address, int destinationIPv4Address, long octetDeltaCount) {}
 *
 * RecordTemplate<Flow> template = RecordTemplate.of(Flow.class);
 * }</pre>
 *
 * <p>A template with scope fields is an options template: its records describe the exporter and not
 * a flow. Immutable, for any thread. Writing a record allocates nothing, beyond what its getters
 * do.
 *
 * @param <R> the class of the records
 */
public final class RecordTemplate<R> {

  private final Class<R> recordType;
  private final List<Slot> slots;
  private final int scopeCount;
  private final int fixedBytes;
  private final boolean fixed;
  private final RecordWriter writer;

  RecordTemplate(Class<R> recordType, List<Slot> slots, int scopeCount) {
    this.recordType = recordType;
    this.slots = List.copyOf(slots);
    this.scopeCount = scopeCount;
    this.fixed = slots.stream().noneMatch(slot -> slot.element().isVariable());
    this.fixedBytes =
        slots.stream()
            .mapToInt(it -> it.element().isVariable() ? 1 : it.element().sizeBytes())
            .sum();
    this.writer = WriterCompiler.compile(this.slots);
  }

  /**
   * The template of a record class that this module may read: a public one, or one in a package
   * that is opened to it, or on the class path.
   *
   * <p>Each component is a field, in their order. Its element is the one of the IANA registry with
   * the component's name, or what {@link Field} says; its size is that of the Java type, but not
   * more than the element's, so that an {@code int octetDeltaCount} is sent in four octets. {@code
   * byte}, {@code short} and {@code int} are read as unsigned where the element is. Addresses are
   * {@code int}, {@code long} or {@code byte[]} in network order, or {@code InetAddress}; times are
   * {@code Instant}, or {@code long} in the element's unit since 1970; text is {@code String}. A
   * {@code String} or {@code byte[]} has variable length without {@link Field#sizeBytes}.
   *
   * @param recordType the record class
   * @param <R> the record class
   * @return the template
   * @throws IllegalArgumentException if a component has no element, or a type that its element
   *     cannot have
   */
  public static <R extends Record> RecordTemplate<R> of(Class<R> recordType) {
    return new RecordClassReader<>(recordType, null).template();
  }

  /**
   * The template of a record class that {@code lookup} may read, as in {@link #of(Class)}.
   *
   * @param lookup with access to the class: {@code MethodHandles.lookup()} of the class around it
   * @param recordType the record class
   * @param <R> the record class
   * @return the template
   * @throws IllegalArgumentException as in {@link #of(Class)}
   */
  public static <R extends Record> RecordTemplate<R> of(
      MethodHandles.Lookup lookup, Class<R> recordType) {
    return new RecordClassReader<>(recordType, lookup).template();
  }

  /**
   * Begins a template that is declared field by field.
   *
   * @param recordType the class of the records, of any kind
   * @param <R> the class of the records
   * @return a builder without fields
   */
  public static <R> RecordTemplateBuilder<R> builder(Class<R> recordType) {
    return new RecordTemplateBuilder<>(recordType);
  }

  /**
   * The class of the records.
   *
   * @return the class by which an exporter finds the template of a record
   */
  public Class<R> recordType() {
    return recordType;
  }

  /**
   * The fields.
   *
   * @return their elements, in the order in which records carry them, scope fields first
   */
  public List<Element> elements() {
    return slots.stream().map(Slot::element).toList();
  }

  /**
   * How many of the fields are scope.
   *
   * @return 0 for a template, more for an options template
   */
  public int scopeCount() {
    return scopeCount;
  }

  /**
   * Whether this is an options template.
   *
   * @return true if there is a scope field
   */
  public boolean isOptions() {
    return scopeCount > 0;
  }

  /**
   * The shortest possible record.
   *
   * @return octets; the size of every record, if no field is variable
   */
  public int minSizeBytes() {
    return fixedBytes;
  }

  /**
   * What a record takes.
   *
   * @param record the record
   * @return octets
   */
  public int sizeBytes(R record) {
    return fixed ? fixedBytes : writer.sizeBytes(record);
  }

  /**
   * Writes a record in place.
   *
   * @param record the record
   * @param target where to write; it has room for {@link #sizeBytes} octets from the offset
   * @param offsetBytes where the record begins
   * @return the offset behind the record
   * @throws RecordException if a value does not fit into its field; octets of the record may have
   *     been written then, and none in front of it
   */
  public long write(R record, MemorySegment target, long offsetBytes) {
    return writer.write(record, target, offsetBytes);
  }

  /**
   * Writes records in place, one behind the other: faster than one by one.
   *
   * @param records the records
   * @param from the index of the first
   * @param to the index behind the last
   * @param target where to write; it has room for all of them from the offset
   * @param offsetBytes where the first begins
   * @return the offset behind the last
   * @throws RecordException if a value of one does not fit into its field; those in front of it
   *     have been written then
   */
  public long writeAll(R[] records, int from, int to, MemorySegment target, long offsetBytes) {
    return writer.writeAll(records, from, to, target, offsetBytes);
  }

  /**
   * Reads one number from records.
   *
   * @param element an element of at most eight octets
   * @return reads the value as it is sent, or null if the template does not have the element
   */
  public @Nullable ToLongFunction<R> reader(Element element) {
    for (Slot slot : slots) {
      if (slot.element().isSameAs(element) && slot.isScalar()) {
        return record -> ValueFaults.value(slot, record);
      }
    }
    return null;
  }

  /**
   * This template with another element in place of one that it may have: how NetFlow v9 sends
   * absolute times as times since its start.
   *
   * @param from the element to replace
   * @param to what takes its place
   * @param conversion from values of the one to values of the other
   * @return the changed template, or this if it does not have the element
   */
  public RecordTemplate<R> replace(Element from, Element to, LongUnaryOperator conversion) {
    List<Slot> replaced = new ArrayList<>();
    for (Slot slot : slots) {
      boolean match = slot.element().isSameAs(from) && slot.isScalar();
      replaced.add(match ? new Slot(to, Getters.converted(slot.getter(), conversion)) : slot);
    }
    return replaced.equals(slots) ? this : new RecordTemplate<>(recordType, replaced, scopeCount);
  }

  @Override
  public String toString() {
    return (isOptions() ? "options template of " : "template of ")
        + recordType.getSimpleName()
        + elements();
  }
}
