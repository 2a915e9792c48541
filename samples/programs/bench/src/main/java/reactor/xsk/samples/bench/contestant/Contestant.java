package reactor.xsk.samples.bench.contestant;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * One who sends, in a process of its own. Says READY when it sends, or UNAVAILABLE and why; answers
 * each line on standard input with its own figures; ends at end of file.
 */
public final class Contestant {

  private Contestant() {}

  /** Starts to send in threads of its own, and returns. */
  interface Sender {
    /**
     * Starts.
     *
     * @return further figures of its own, each time they are asked for: {@code name=value ...}
     */
    Figures start(Settings settings) throws Exception;
  }

  /** Figures of a sender. */
  @FunctionalInterface
  interface Figures {
    /** The figures now. */
    String get();
  }

  /**
   * Runs the contestant that the settings name.
   *
   * @param args as {@link Settings#parse} takes them
   */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    // whatever a library prints is not an answer; what is worth a warning goes to the error output
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    Figures figures;
    try {
      Settings settings = Settings.parse(args);
      figures = settings.sender().start(settings);
    } catch (Throwable t) {
      out.println("UNAVAILABLE " + String.valueOf(t.getMessage()).replaceAll("\\s+", " "));
      System.exit(1);
      return;
    }
    out.println("READY");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      out.println(jvmFigures() + " " + figures.get());
    }
    System.exit(0);
  }

  private static String jvmFigures() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long gcMillis =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .sum();
    // this thread only answers: some 100 KB each time
    long allocated =
        threads.getTotalThreadAllocatedBytes() - threads.getCurrentThreadAllocatedBytes();
    return "allocated=%d gcMillis=%d".formatted(allocated, gcMillis);
  }

  /** Runs {@code work} again and again on a thread of its own; its failure ends the process. */
  static void repeat(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  work.once();
                }
              } catch (Throwable t) {
                t.printStackTrace();
                Runtime.getRuntime().halt(1);
              }
            },
            name);
    thread.start();
  }

  /** Something to repeat. */
  @FunctionalInterface
  interface Work {
    /** Does it once. */
    void once() throws Exception;
  }
}
