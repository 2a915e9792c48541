package reactor.xsk.samples;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.xsk.Packet;
import reactor.xsk.XskClosedException;
import reactor.xsk.XskConfig;
import reactor.xsk.XskCounters;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;

/** Sends one and the same packet as fast as the interface takes it, or at a given rate. */
@Command(
    name = "PacketGenerator",
    mixinStandardHelpOptions = true,
    version = "reactor-xsk samples",
    sortOptions = false,
    description = {
      "Sends Ethernet frames with the EtherType for experiments, 0x88B5, and prints packets per"
          + " second once a second.",
      "It loads the interface and what is behind it: do not point it at a network of others."
    })
public final class PacketGenerator implements Callable<Integer> {

  private static final short ETHER_TYPE_EXPERIMENTAL = (short) 0x88B5;
  private static final long LOCALLY_ADMINISTERED = 0x0200_0000_0000L;

  // picocli hands the command line over in fields, before call()

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--interface", required = true, description = "Where to send.")
  private String interfaceName = "";

  @Option(names = "--queue", description = "Transmit queue (default: ${DEFAULT-VALUE}).")
  private int queue = 0;

  @Option(names = "--size", description = "Bytes of a frame (default: ${DEFAULT-VALUE}).")
  private int size = 64;

  @Option(names = "--seconds", description = "How long; 0: until interrupted (default).")
  private int seconds = 0;

  @Option(names = "--batch", description = "Packets in a window (default: ${DEFAULT-VALUE}).")
  private int batch = 32;

  @Option(names = "--rate", description = "Packets per second; 0: unlimited (default).")
  private long rate = 0;

  private volatile boolean stopped;

  /** See {@code --help}. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new PacketGenerator()).execute(args));
  }

  @Override
  public Integer call() {
    require(size >= 14, "--size must be 14 or more: " + size);
    require(seconds >= 0, "--seconds must be 0 or more: " + seconds);
    require(rate >= 0, "--rate must be 0 or more: " + rate);
    try (XskSender sender = XskSender.create(config())) {
      require(
          size <= sender.maxPacketBytes(),
          "--size %d is more than %s takes: %d"
              .formatted(size, interfaceName, sender.maxPacketBytes()));
      return generate(sender);
    } catch (XskException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private XskConfig config() {
    try {
      int ring = Math.max(2_048, Integer.highestOneBit(Math.max(1, batch)) * 2);
      return XskConfig.builder(interfaceName)
          .queue(queue)
          .batchSize(batch)
          .txRingSize(ring)
          .frameCount(ring)
          .build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int generate(XskSender sender) {
    System.out.printf(
        "%s queue %d, %s, frames of %d bytes%n", interfaceName, queue, sender.mode(), size);
    Runtime.getRuntime().addShutdownHook(new Thread(sender::close));
    Packet packet = Packet.of(template());
    Flux<Packet> packets =
        rate > 0 ? Pace.at(rate).map(n -> packet) : Flux.generate(sink -> sink.next(packet));
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Disposable stream =
        sender
            .send(packets)
            .subscribe(
                report -> {},
                error -> {
                  failure.set(
                      error instanceof XskClosedException ? null : error); // closed: interrupted
                  stopped = true;
                });
    printRates(sender);
    stream.dispose();
    Throwable cause = failure.get();
    if (cause != null) {
      System.err.println(cause.getMessage());
      return 1;
    }
    return 0;
  }

  private void printRates(XskSender sender) {
    long startNs = System.nanoTime();
    XskCounters before = sender.counters();
    for (int second = 1; !stopped && (seconds == 0 || second <= seconds); second++) {
      long dueNs = startNs + TimeUnit.SECONDS.toNanos(second);
      for (long left; !stopped && (left = dueNs - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
      }
      XskCounters now = sender.counters();
      long completed = now.completed() - before.completed();
      double window =
          (now.packets() - before.packets()) / Math.max(1.0, now.windows() - before.windows());
      System.out.printf(
          "%4d s  %,10d pps  windows of %.1f  dropped %,d%n",
          second, completed, window, now.dropped() - before.dropped());
      before = now;
    }
  }

  private MemorySegment template() {
    MemorySegment frame = Arena.ofAuto().allocate(size);
    ByteBuffer header = frame.asByteBuffer();
    header.putShort((short) (LOCALLY_ADMINISTERED >>> 32)).putInt(2);
    header.putShort((short) (LOCALLY_ADMINISTERED >>> 32)).putInt(1);
    header.putShort(ETHER_TYPE_EXPERIMENTAL);
    frame.asSlice(header.position()).fill((byte) 0xA5);
    return frame;
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
