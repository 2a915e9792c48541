package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.xsk.support.CallGraph;
import reactor.xsk.support.CallGraph.Reached;

/**
 * Nothing that a packet passes on its way takes a lock or waits for another thread. Read from the
 * class files: everything that can be reached is looked at, whether a test would come there or not.
 */
class LockFreePathTest {

  /** A pass of the loop, what publishers do, and the writers of routes. */
  private static final Set<String> ROOTS =
      Set.of(
          "TxLoop.doWork",
          "SendSubscriber.onNext",
          "SendSubscriber.request",
          "RouteWriter.write",
          "UdpRoute.headers",
          "UdpRoutes.headers",
          "RouteGate.isOpen",
          "RouteGate.failure");

  /** What is rare: the end, another mode, a new destination, and items that are not sent. */
  private static final Set<String> OFF_THE_PATH =
      Set.of(
          "Shutdown.end",
          "ModeChange.replace",
          "CloseStack.own",
          "CloseStack.close",
          "FfmLinuxCalls.close",
          "UdpRoutes.addEntry",
          "RouteDrops.count");

  private static final Set<String> WITHOUT_LOCK = Set.of("LockSupport.unpark", "ConcurrentMap.get");

  private static final Set<String> BLOCKING =
      Set.of("Object.wait", "Thread.sleep", "Thread.join", "Mono.block", "Flux.blockLast");

  private static final Set<String> SYNCHRONIZED =
      Set.of("java/util/Vector", "java/util/Hashtable", "java/lang/StringBuffer");

  private static final String MODEL = "reactor/xsk/internal/model/"; // a kernel, with its locks

  @Test
  void shouldTakeNoLockOnTheWayOfAPacket() throws Exception {
    List<Reached> path =
        CallGraph.of(XskSender.class, it -> !it.startsWith(MODEL)).from(ROOTS, OFF_THE_PATH);
    List<String> locks = new ArrayList<>();
    for (Reached method : path) {
      if (!OFF_THE_PATH.contains(method.name())) {
        locksOf(method.model()).map(it -> it + " in " + method.way()).forEach(locks::add);
      }
    }

    assertThat(path.stream().map(Reached::name))
        .as("what the test is about exists")
        .containsAll(ROOTS)
        .containsAll(OFF_THE_PATH)
        .contains("XskPort.kick", "BulkPort.kick", "HeaderTemplate.complete", "FfmLinuxCalls.kick");
    assertThat(locks)
        .as("locks and waits; hand over by a field that one side writes, or do it off the path")
        .isEmpty();
  }

  private static Stream<String> locksOf(MethodModel method) {
    Stream<String> modifier =
        method.flags().has(AccessFlag.SYNCHRONIZED) ? Stream.of("synchronized") : Stream.empty();
    return Stream.concat(modifier, CallGraph.elements(method).flatMap(LockFreePathTest::lockOf));
  }

  private static Stream<String> lockOf(CodeElement element) {
    return switch (element) {
      case MonitorInstruction monitor -> Stream.of("monitor");
      case InvokeInstruction call -> {
        String owner = call.owner().asInternalName();
        String name = call.name().stringValue();
        yield canBlock(owner, name) ? Stream.of(owner + "." + name) : Stream.empty();
      }
      default -> Stream.empty();
    };
  }

  /** Of java.util.concurrent only what is known to do neither is let through. */
  private static boolean canBlock(String owner, String name) {
    String call = owner.substring(owner.lastIndexOf('/') + 1) + "." + name;
    return owner.startsWith("java/util/concurrent/") && !isWithoutLock(owner, call)
        || BLOCKING.contains(call)
        || SYNCHRONIZED.contains(owner);
  }

  private static boolean isWithoutLock(String owner, String call) {
    return owner.startsWith("java/util/concurrent/atomic/")
        || owner.equals("java/util/concurrent/TimeUnit")
        || WITHOUT_LOCK.contains(call);
  }
}
