package reactor.xsk.internal.sender;

import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Flux;
import reactor.xsk.Packet;
import reactor.xsk.XskConfig;
import reactor.xsk.XskMode;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.loop.TxLoop;
import reactor.xsk.internal.port.Ports;
import reactor.xsk.internal.port.TxPort;
import reactor.xsk.internal.port.XskPort;
import reactor.xsk.internal.stream.MonoSend;

/**
 * What does a packet cost in the loop? A whole pass: reap, demand, window, write, publish, kick.
 * Over the virtual kernel the model's own work is in the figure; over the echo it is the library's
 * alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class LoopBenchmark {

  private static final int WINDOW = 32;
  private static final int PACKET_BYTES = 64;

  /** Who is on the other side of the rings. */
  @Param({"echo", "model"})
  public String kernel = "";

  /** Whether the source can be polled, or hands over through a queue. */
  @Param({"fused", "plain"})
  public String source = "";

  /** How many sources share the sender. */
  @Param({"1", "8"})
  public int sources;

  private TxLoop loop;

  /** Opens the loop that the benchmark's own thread runs. */
  @Setup
  public void open() {
    XskConfig config = XskConfig.builder("bench").mode(XskMode.VIRTUAL).build();
    Lane lane = new Lane(config, () -> port(config));
    loop = lane.openLoop(System.nanoTime());
    Packet packet = frame -> PACKET_BYTES;
    for (int i = 0; i < sources; i++) {
      MonoSend.<Packet>assembled(lane::starter, source(packet), Packet::writeTo).subscribe();
    }
    System
        .gc(); // a sender is long-lived: its arrays are in the old generation, with the barriers of
    // that
  }

  private TxPort port(XskConfig config) {
    return kernel.equals("model")
        ? Ports.of(config).open()
        : new XskPort(
            new EchoSocket(),
            XskMode.VIRTUAL,
            new FrameGeometry(EchoSocket.ENTRIES, EchoSocket.FRAME_BYTES),
            1);
  }

  private Flux<Packet> source(Packet packet) {
    Flux<Packet> endless = Flux.fromIterable(() -> Endless.of(packet));
    return source.equals("plain") ? endless.hide() : endless;
  }

  /** One pass: one full window. */
  @Benchmark
  @OperationsPerInvocation(WINDOW)
  public boolean pass() {
    return loop.doWork(System.nanoTime());
  }

  /** The same item without end. */
  record Endless<T>(T item) implements Iterator<T> {

    static <T> Iterator<T> of(T item) {
      return new Endless<>(item);
    }

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public T next() {
      return item;
    }
  }
}
