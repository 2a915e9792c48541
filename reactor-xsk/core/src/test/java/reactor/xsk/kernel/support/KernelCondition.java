package reactor.xsk.kernel.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.xsk.XskException;
import reactor.xsk.XskSupport;

/**
 * Lets kernel tests run where they can. Says once on standard error what they run on, or why they
 * do not.
 *
 * <p>The launcher says whether the JVM is in a namespace of its own ({@code xsk.netns}): without
 * one no test runs, because an interface of the machine is never touched.
 */
public final class KernelCondition implements ExecutionCondition {

  private static final AtomicBoolean SAID = new AtomicBoolean();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) {
      return ConditionEvaluationResult.enabled("decided for the class");
    }
    String obstacle = obstacle();
    return obstacle == null
        ? ConditionEvaluationResult.enabled("AF_XDP in a private network namespace")
        : ConditionEvaluationResult.disabled(obstacle);
  }

  /** Why tests must be skipped, or null; throws where that is an error. */
  static @Nullable String obstacle() {
    String obstacle = whatIsMissing();
    if (obstacle == null) {
      sayOnce("kernel tests run on " + environment());
      return null;
    }
    if (System.getProperty("xsk.kernel", "optional").equals("required")) {
      throw new IllegalStateException("xsk.kernel=required, but " + obstacle);
    }
    sayOnce("KERNEL TESTS ARE SKIPPED: " + obstacle);
    return obstacle;
  }

  private static @Nullable String whatIsMissing() {
    if (!System.getProperty("xsk.netns", "absent").equals("private")) {
      return "there is no private network namespace: "
          + System.getProperty(
              "xsk.netns.reason", "this JVM was not started by src/test/netns/bin/java");
    }
    if (System.getProperty("xsk.iproute2", "present").equals("absent")) {
      return "there is no ip command: install iproute2";
    }
    XskException cause = XskSupport.unavailabilityCause();
    return cause == null ? null : cause.getMessage();
  }

  private static String environment() {
    return "Linux %s, %s, locked memory %s, %s, transmit budget %s"
        .formatted(
            System.getProperty("os.version"),
            privileges(),
            lockedMemoryLimit(),
            Command.run("ip", "-V").strip(),
            XskSupport.kernel().transmitBudget() ? "can be raised" : "32");
  }

  /** The root of the machine maps all user ids; the root of a private user namespace maps one. */
  private static String privileges() {
    return read("/proc/self/uid_map").contains("4294967295")
        ? "root of the machine"
        : "root of a private user namespace";
  }

  private static String lockedMemoryLimit() {
    return read("/proc/self/limits")
        .lines()
        .filter(line -> line.startsWith("Max locked memory"))
        .map(line -> line.substring("Max locked memory".length()).strip().split("\\s+")[0])
        .findFirst()
        .orElse("unknown");
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sayOnce(String message) {
    if (!SAID.getAndSet(true)) {
      System.err.println(message);
    }
  }
}
