package reactor.xsk.telemetry.collector;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that send. They run in a private network namespace, which the launcher of the kernel tests
 * makes; without one they are skipped with the reason, and fail where -Dxsk.kernel=required.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("kernel")
@ExtendWith(PrivateNetwork.Condition.class)
public @interface PrivateNetwork {

  /** Whether there is a namespace. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (System.getProperty("xsk.netns", "absent").equals("private")) {
        return ConditionEvaluationResult.enabled("in a private network namespace");
      }
      String reason =
          "there is no private network namespace: "
              + System.getProperty("xsk.netns.reason", "this JVM was not started for kernel tests");
      if (System.getProperty("xsk.kernel", "optional").equals("required")) {
        throw new IllegalStateException("xsk.kernel=required, but " + reason);
      }
      System.err.println("TESTS OF COLLECTORS ARE SKIPPED: " + reason);
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
