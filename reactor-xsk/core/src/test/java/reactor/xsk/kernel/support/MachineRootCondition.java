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

/**
 * Lets tests run as the root of the machine only. For an ordinary user they are skipped, said once;
 * root that does not get them run is an error where {@code -Dxsk.kernel=required}.
 */
public final class MachineRootCondition implements ExecutionCondition {

  private static final AtomicBoolean SAID = new AtomicBoolean();
  private static final String OBSTACLE =
      "loading BPF programs needs the root of the machine: run as root, and start the JVM by"
          + " src/test/netns/bin/java with XSK_NETNS=machine";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String obstacle = obstacle();
    return obstacle == null
        ? ConditionEvaluationResult.enabled("root of the machine")
        : ConditionEvaluationResult.disabled(obstacle);
  }

  /** Why tests must be skipped, or null; throws where that is an error. */
  static @Nullable String obstacle() {
    if (isMachineRoot()) {
      return null;
    }
    boolean ordinaryUser = System.getProperty("xsk.root", "expected").equals("absent");
    if (!ordinaryUser && System.getProperty("xsk.kernel", "optional").equals("required")) {
      throw new IllegalStateException("xsk.kernel=required, but " + OBSTACLE);
    }
    if (!SAID.getAndSet(true)) {
      System.err.println("TESTS OF MODE BULK ARE SKIPPED: " + OBSTACLE);
    }
    return OBSTACLE;
  }

  /** The root of the machine maps all user ids; the root of a private user namespace maps one. */
  private static boolean isMachineRoot() {
    try {
      return System.getProperty("user.name").equals("root")
          && Files.readString(Path.of("/proc/self/uid_map")).contains("4294967295");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
