package reactor.xsk.internal.sender;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.virtual.VirtualKernel;

/**
 * Prints which methods of the library run between {@code subscribe} and the report, for one packet
 * of a source that is not fused, in copy mode over the virtual kernel. The JVM counts them.
 */
public final class PacketTrace {

  private static final int PACKET_BYTES = 60;

  private PacketTrace() {}

  /** The argument: the classes to trace, parted by semicolons. */
  public static void main(String[] arguments) throws Exception {
    SteppedSender sender = SteppedSender.over(VirtualKernel.create(), config -> config);
    send(sender); // what runs once only
    Path file = Files.createTempFile("packet-trace", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.MethodTiming").with("filter", arguments[0]).with("period", "endChunk");
      recording.start();
      send(sender);
      recording.stop();
      recording.dump(file);
      methodsIn(file).forEach(System.out::println);
    } finally {
      Files.delete(file);
    }
  }

  private static void send(SteppedSender sender) {
    Flux<Integer> plain = Flux.just(1).hide();
    CompletableFuture<SendReport> sent =
        sender.<Integer>send(plain, (item, frame) -> PACKET_BYTES).toFuture();
    sender.stepUntil("the report", sent::isDone);
    if (sent.join().completed() != 1) {
      throw new AssertionError(sent.join());
    }
  }

  private static Set<String> methodsIn(Path file) throws Exception {
    Set<String> methods = new TreeSet<>();
    try (RecordingFile recorded = new RecordingFile(file)) {
      while (recorded.hasMoreEvents()) {
        RecordedEvent event = recorded.readEvent();
        if (event.getEventType().getName().equals("jdk.MethodTiming")
            && event.getLong("invocations") > 0) {
          RecordedMethod method = event.getValue("method");
          methods.add(method.getType().getName() + "::" + method.getName());
        }
      }
    }
    return methods;
  }
}
