package reactor.xsk.telemetry.record;

import java.lang.invoke.MethodHandle;

/**
 * A field of a template: its element, and where its value comes from.
 *
 * @param element the element in the size that is sent
 * @param getter {@code (Object)long} for what has at most eight octets, {@code (Object)String} for
 *     text, {@code (Object)byte[]} for the rest
 */
record Slot(Element element, MethodHandle getter) {

  /** Whether the value is written as an integer of at most eight octets. */
  boolean isScalar() {
    return getter.type().returnType() == long.class;
  }

  boolean isText() {
    return getter.type().returnType() == String.class;
  }
}
