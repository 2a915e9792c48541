package reactor.xsk.telemetry.record;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Makes the method handles that read fields from records: of {@code (Object)T}, one T for each
 * kind.
 */
final class Getters {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private static final MethodHandle MICROS = conversion("ntpOfMicros", long.class);
  private static final MethodHandle NANOS = conversion("ntpOfNanos", long.class);
  private static final MethodHandle FLOAT32 = conversion("toFloat32", double.class);
  private static final MethodHandle FLOAT64 = conversion("toFloat64", double.class);

  private Getters() {}

  static <R> MethodHandle of(ToLongFunction<R> function) {
    return bound(ToLongFunction.class, "applyAsLong", long.class, function);
  }

  static <R> MethodHandle ofDecimal(ToDoubleFunction<R> function) {
    return bound(ToDoubleFunction.class, "applyAsDouble", double.class, function);
  }

  static <R, T> MethodHandle of(Function<R, T> function, Class<T> type) {
    return bound(Function.class, "apply", Object.class, function)
        .asType(methodType(type, Object.class));
  }

  /** Reads a {@code long} in the element's unit, and gives the integer that is sent. */
  static MethodHandle ofLong(ElementType type, MethodHandle getter) {
    return switch (type) {
      case DATE_TIME_MICROSECONDS -> MethodHandles.filterReturnValue(getter, MICROS);
      case DATE_TIME_NANOSECONDS -> MethodHandles.filterReturnValue(getter, NANOS);
      default -> getter;
    };
  }

  /** Reads a {@code double}, and gives the bits that are sent. */
  static MethodHandle ofDouble(Element element, MethodHandle getter) {
    return MethodHandles.filterReturnValue(
        getter, element.sizeBytes() == Float.BYTES ? FLOAT32 : FLOAT64);
  }

  static MethodHandle converted(MethodHandle getter, LongUnaryOperator conversion) {
    MethodHandle filter =
        find(LongUnaryOperator.class, "applyAsLong", methodType(long.class, long.class))
            .bindTo(conversion);
    return MethodHandles.filterReturnValue(getter, filter);
  }

  static MethodHandle conversion(String name, Class<?>... parameters) {
    Class<?> result = name.equals("octetsOf") ? byte[].class : long.class;
    try {
      return LOOKUP.findStatic(Conversions.class, name, methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name, e);
    }
  }

  private static MethodHandle bound(Class<?> type, String name, Class<?> result, Object function) {
    return find(type, name, methodType(result, Object.class)).bindTo(function);
  }

  private static MethodHandle find(Class<?> type, String name, MethodType methodType) {
    try {
      return LOOKUP.findVirtual(type, name, methodType);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
