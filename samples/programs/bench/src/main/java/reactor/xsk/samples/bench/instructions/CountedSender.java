package reactor.xsk.samples.bench.instructions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import reactor.core.publisher.Flux;
import reactor.xsk.BusyPollOptions;
import reactor.xsk.Packet;
import reactor.xsk.XskConfig;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;

/**
 * Sends as fast as it goes, with the default config in one mode, and busy polling with {@code
 * -DbusyPoll=true}. Says READY when it sends, and answers each line on standard input: {@code
 * sent=packets compiling=milliseconds}, both since the start.
 */
public final class CountedSender {

  private static final BusyPollOptions POLLING =
      BusyPollOptions.forAtMost(Duration.ofNanos(20_000));

  private CountedSender() {}

  /**
   * Sends until standard input ends.
   *
   * @param args the interface, the length of a packet, how many bytes of it the writer writes, and
   *     the mode
   */
  public static void main(String[] args) throws IOException {
    int lengthBytes = Integer.parseInt(args[1]);
    int writtenBytes = Integer.parseInt(args[2]);
    PrintStream out = System.out;
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    // the guest is slow until its code is compiled
    XskConfig config =
        XskConfig.builder(args[0])
            .mode(XskMode.valueOf(args[3]))
            .bindTimeout(Duration.ofMinutes(1))
            .busyPoll(Boolean.getBoolean("busyPoll") ? POLLING : BusyPollOptions.off())
            .build();
    try (XskSender sender = XskSender.create(config)) {
      sender.send(endless(packet(lengthBytes, writtenBytes))).subscribe();
      out.println("READY");
      while (in.readLine() != null) {
        long compilingMs = ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
        out.printf("sent=%d compiling=%d%n", sender.counters().packets(), compilingMs);
      }
    }
  }

  private static Packet packet(int lengthBytes, int writtenBytes) {
    if (writtenBytes == 0) {
      return frame -> lengthBytes;
    }
    MemorySegment template = Arena.global().allocate(writtenBytes);
    return frame -> {
      MemorySegment.copy(template, 0, frame, 0, writtenBytes);
      return lengthBytes;
    };
  }

  /** The same object again and again: what a source costs is not the question. */
  private static Flux<Packet> endless(Packet packet) {
    return Flux.fromIterable(
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Packet next() {
                return packet;
              }
            });
  }
}
