package reactor.xsk.kernel.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.xsk.XskMode;
import reactor.xsk.support.TestedPort;

/**
 * A kernel test whose content belongs to no port: it runs for mode COPY in a private user
 * namespace, and for mode BULK as the root of the machine. {@link PortLink} is what it stands on.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RealKernel
@Tag(TestedPort.EVERY)
@ExtendWith(EveryKernelPort.Condition.class)
public @interface EveryKernelPort {

  /** Mode BULK needs the root of the machine. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return TestedPort.mode(XskMode.COPY) == XskMode.BULK
          ? new MachineRootCondition().evaluateExecutionCondition(context)
          : ConditionEvaluationResult.enabled("mode COPY");
    }
  }
}
