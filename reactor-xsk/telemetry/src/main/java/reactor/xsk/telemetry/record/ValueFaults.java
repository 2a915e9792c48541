package reactor.xsk.telemetry.record;

import java.util.List;

/**
 * Finds which value of a record does not fit, once the compiled writer has seen that one does not.
 */
final class ValueFaults {

  private final List<Slot> slots;

  ValueFaults(List<Slot> slots) {
    this.slots = slots;
  }

  RecordException explain(Object record) {
    for (Slot slot : slots) {
      if (slot.isScalar() && slot.element().sizeBytes() < Long.BYTES) {
        long value = value(slot, record);
        if (!fits(slot.element(), value)) {
          return new RecordException(
              "the value %d does not fit into %d octets of %s: give the field its full size, or the"
                      .formatted(value, slot.element().sizeBytes(), slot.element())
                  + " record a value in range");
        }
      }
    }
    return new RecordException("a value did not fit into its field, and has changed since");
  }

  private static boolean fits(Element element, long value) {
    int unused = Long.SIZE - 8 * element.sizeBytes();
    return element.type().isSigned()
        ? value << unused >> unused == value
        : value << unused >>> unused == value;
  }

  static long value(Slot slot, Object record) {
    try {
      return (long) slot.getter().invokeExact(record);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot read " + slot.element(), e);
    }
  }
}
