package reactor.xsk.internal.sender;

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
import reactor.xsk.internal.port.XskPort;
import reactor.xsk.internal.stream.MonoSend;

/**
 * What does a packet of one busy stream cost beside streams that have nothing? A whole pass over
 * the echo, as in {@link LoopBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class IdleStreamsBenchmark {

  private static final int WINDOW = 32;
  private static final int PACKET_BYTES = 64;

  /** Streams that were requested of and have nothing. */
  @Param({"0", "1000", "10000"})
  public int idleStreams;

  /** Whether the busy source can be polled, or hands over through a queue. */
  @Param({"fused", "plain"})
  public String source = "";

  private TxLoop loop;

  /** Opens the loop that the benchmark's own thread runs. */
  @Setup
  public void open() {
    XskConfig config = XskConfig.builder("bench").mode(XskMode.VIRTUAL).batchSize(WINDOW).build();
    Lane lane = new Lane(config, IdleStreamsBenchmark::port);
    loop = lane.openLoop(System.nanoTime());
    for (int i = 0; i < idleStreams; i++) {
      MonoSend.<Packet>assembled(lane::starter, Flux.never(), Packet::writeTo).subscribe();
    }
    Packet packet = frame -> PACKET_BYTES;
    Flux<Packet> endless = Flux.fromIterable(() -> LoopBenchmark.Endless.of(packet));
    Flux<Packet> busy = source.equals("plain") ? endless.hide() : endless;
    MonoSend.<Packet>assembled(lane::starter, busy, Packet::writeTo).subscribe();
    loop.doWork(System.nanoTime());
    System.gc();
  }

  private static XskPort port() {
    return new XskPort(
        new EchoSocket(),
        XskMode.VIRTUAL,
        new FrameGeometry(EchoSocket.ENTRIES, EchoSocket.FRAME_BYTES),
        1);
  }

  /** One pass: one full window of the busy stream. */
  @Benchmark
  @OperationsPerInvocation(WINDOW)
  public boolean pass() {
    return loop.doWork(System.nanoTime());
  }
}
