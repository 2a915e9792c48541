package reactor.xsk.telemetry.record;

import static java.lang.invoke.MethodHandles.explicitCastArguments;
import static java.lang.invoke.MethodHandles.filterReturnValue;
import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes a template of a record class. */
final class RecordClassReader<R extends Record> {

  private final Class<R> recordType;
  private final MethodHandles.@Nullable Lookup lookup;

  RecordClassReader(Class<R> recordType, MethodHandles.@Nullable Lookup lookup) {
    this.recordType = recordType;
    this.lookup = lookup;
  }

  RecordTemplate<R> template() {
    RecordTemplateBuilder<R> builder = new RecordTemplateBuilder<>(recordType);
    boolean scopeEnded = false;
    for (RecordComponent component : recordType.getRecordComponents()) {
      boolean scope = component.isAnnotationPresent(Scope.class);
      if (scope && scopeEnded) {
        throw refused(component, "comes after a component that is not @Scope: put scope first");
      }
      if (!scope && !scopeEnded && builder.fieldCount() > 0) {
        builder.endOfScope();
      }
      scopeEnded |= !scope;
      Element element = ComponentElement.of(recordType, component);
      builder.add(element, getter(component, element));
    }
    return builder.build();
  }

  private MethodHandle getter(RecordComponent component, Element element) {
    Class<?> type = component.getType();
    MethodHandle accessor = accessor(component);
    accessor = accessor.asType(accessor.type().changeParameterType(0, Object.class));
    MethodHandle adapted = adapted(accessor, type, element);
    if (adapted == null) {
      throw refused(
          component,
          "is a %s, which cannot be sent as %s of type %s"
              .formatted(type.getSimpleName(), element, element.type().ianaName()));
    }
    return adapted;
  }

  private static @Nullable MethodHandle adapted(
      MethodHandle accessor, Class<?> type, Element element) {
    ElementType sent = element.type();
    if (type == Instant.class) {
      return ofInstant(accessor, sent);
    }
    if (InetAddress.class.isAssignableFrom(type)) {
      MethodHandle octets =
          filterReturnValue(
              accessor.asType(methodType(InetAddress.class, Object.class)),
              Getters.conversion("octetsOf", InetAddress.class));
      return adapted(octets, byte[].class, element);
    }
    if (type == String.class) {
      return sent == ElementType.STRING ? accessor : null;
    }
    if (type == byte[].class) {
      return ofOctets(accessor, element);
    }
    if (type == float.class || type == double.class) {
      return sent.isFloat()
          ? Getters.ofDouble(element, accessor.asType(methodType(double.class, Object.class)))
          : null;
    }
    if (type == boolean.class) {
      return sent == ElementType.BOOLEAN
          ? filterReturnValue(accessor, Getters.conversion("fromBoolean", boolean.class))
          : null;
    }
    boolean integer = sent.isScalar() && !sent.isFloat() && sent != ElementType.BOOLEAN;
    return integer && type.isPrimitive() && type != char.class
        ? Getters.ofLong(sent, widened(accessor, type, sent.isSigned()))
        : null;
  }

  private static @Nullable MethodHandle ofInstant(MethodHandle accessor, ElementType sent) {
    String unit =
        switch (sent) {
          case DATE_TIME_SECONDS -> "secondsOf";
          case DATE_TIME_MILLISECONDS -> "millisOf";
          case DATE_TIME_MICROSECONDS -> "microsOf";
          case DATE_TIME_NANOSECONDS -> "nanosOf";
          default -> null;
        };
    return unit == null
        ? null
        : Getters.ofLong(
            sent, filterReturnValue(accessor, Getters.conversion(unit, Instant.class)));
  }

  private static @Nullable MethodHandle ofOctets(MethodHandle accessor, Element element) {
    ElementType sent = element.type();
    if (sent == ElementType.IPV4_ADDRESS || sent == ElementType.MAC_ADDRESS) {
      MethodHandle address = Getters.conversion("ofAddress", byte[].class, int.class);
      return filterReturnValue(
          accessor, MethodHandles.insertArguments(address, 1, sent.sizeBytes()));
    }
    return sent.isScalar() || sent == ElementType.STRING ? null : accessor;
  }

  /** A Java integer as {@code long}: signed, or without its sign. */
  private static MethodHandle widened(MethodHandle accessor, Class<?> type, boolean signed) {
    if (type == long.class) {
      return accessor;
    }
    if (signed) {
      return explicitCastArguments(accessor, methodType(long.class, Object.class));
    }
    Class<?> box =
        type == byte.class ? Byte.class : type == short.class ? Short.class : Integer.class;
    try {
      return filterReturnValue(
          accessor,
          MethodHandles.publicLookup()
              .findStatic(box, "toUnsignedLong", methodType(long.class, type)));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private MethodHandle accessor(RecordComponent component) {
    Method accessor = component.getAccessor();
    try {
      if (lookup != null) {
        return lookup.unreflect(accessor);
      }
      accessor.trySetAccessible();
      return MethodHandles.lookup().unreflect(accessor);
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          "%s cannot be read: make it public, open its package to reactor.xsk.telemetry, or call"
                  .formatted(recordType.getName())
              + " RecordTemplate.of(MethodHandles.lookup(), ..) in a class that may read it",
          e);
    }
  }

  private IllegalArgumentException refused(RecordComponent component, String why) {
    return new IllegalArgumentException(
        "component %s of %s %s".formatted(component.getName(), recordType.getName(), why));
  }
}
