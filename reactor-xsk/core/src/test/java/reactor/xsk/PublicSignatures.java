package reactor.xsk;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** What users see of a class: its supertypes, and the types of its public or protected members. */
final class PublicSignatures {

  private PublicSignatures() {}

  static boolean isVisibleToUsers(JavaClass type) {
    return isVisible(type.getModifiers())
        && type.getEnclosingClass().map(PublicSignatures::isVisibleToUsers).orElse(true);
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  /** Looks at supertypes and at the types in the signature of every public or protected member. */
  static ArchCondition<JavaClass> onlyShowUsersWhatTheyMayUse() {
    return new ArchCondition<>("only show users what they may use") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getSuperclass().ifPresent(it -> checkSuperclass(type, it, events));
        report(type, "implements", type.getInterfaces(), events);
        for (JavaField field : type.getFields()) {
          if (isShown(field)) {
            report(field, "has type", Set.of(field.getType()), events);
          }
        }
        for (JavaCodeUnit code : type.getCodeUnits()) {
          if (isShown(code)) {
            report(code, "returns", Set.of(code.getReturnType()), events);
            report(code, "takes", code.getParameterTypes(), events);
            report(code, "throws", code.getExceptionTypes(), events);
          }
        }
      }

      /** Users see the members of a hidden superclass as members of the class itself. */
      private void checkSuperclass(JavaClass type, JavaType superclass, ConditionEvents events) {
        JavaClass raw = superclass.toErasure();
        if (raw.getPackage().equals(type.getPackage()) && !isVisibleToUsers(raw)) {
          check(raw, events);
        } else {
          report(type, "extends", Set.of(superclass), events);
        }
      }

      private boolean isShown(JavaMember member) {
        return isVisible(member.getModifiers())
            && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
      }

      private void report(
          JavaClass where, String how, Collection<? extends JavaType> types, ConditionEvents to) {
        report(where, where.getName(), how, types, to);
      }

      private void report(
          JavaMember where, String how, Collection<? extends JavaType> types, ConditionEvents to) {
        report(where, where.getFullName(), how, types, to);
      }

      private void report(
          Object where,
          String name,
          String how,
          Collection<? extends JavaType> types,
          ConditionEvents events) {
        String hidden =
            types.stream()
                .flatMap(it -> it.getAllInvolvedRawTypes().stream())
                .map(JavaClass::getBaseComponentType)
                .filter(it -> !mayBeUsed(it))
                .map(JavaClass::getName)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!hidden.isEmpty()) {
          events.add(SimpleConditionEvent.violated(where, name + " " + how + " " + hidden));
        }
      }
    };
  }

  private static boolean mayBeUsed(JavaClass type) {
    String packageName = type.getPackageName();
    return type.isPrimitive()
        || packageName.startsWith("java.")
        || packageName.startsWith("reactor.core")
        || packageName.startsWith("reactor.util")
        || packageName.equals("org.reactivestreams")
        || (Set.of("reactor.xsk", "reactor.xsk.doctor", "reactor.xsk.net", "reactor.xsk.virtual")
                .contains(packageName)
            && isVisibleToUsers(type));
  }
}
