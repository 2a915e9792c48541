package reactor.xsk.telemetry.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which element a component of a record class is, where its name and its type do not. Without
 * it a component is the element of the IANA registry that has its name.
 *
 * @see RecordTemplate#of(Class)
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {

  /**
   * The name of the element.
   *
   * @return the name in the IANA registry, or that of the element of an enterprise; empty for the
   *     name of the component
   */
  String value() default "";

  /**
   * The size of the values.
   *
   * @return bytes; 0 for the size of the component's Java type, but not more than the element's
   *     full size
   */
  int sizeBytes() default 0;

  /**
   * The private enterprise number of the element.
   *
   * @return 1 to 4,294,967,295, or 0 for an element of the IANA registry
   */
  long enterprise() default 0;

  /**
   * The number of the element in its enterprise.
   *
   * @return 1 to 32,767; not used without {@link #enterprise}
   */
  int id() default 0;

  /**
   * The semantics of an element of an enterprise.
   *
   * @return what its type record says
   */
  ElementSemantics semantics() default ElementSemantics.DEFAULT;

  /**
   * The unit of an element of an enterprise.
   *
   * @return what its type record says
   */
  ElementUnits units() default ElementUnits.NONE;
}
