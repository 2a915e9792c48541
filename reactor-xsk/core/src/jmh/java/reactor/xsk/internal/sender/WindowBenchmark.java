package reactor.xsk.internal.sender;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
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
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendReport;
import reactor.xsk.XskMode;
import reactor.xsk.internal.events.QueueEvents;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.loop.InFlight;
import reactor.xsk.internal.loop.Outcomes;
import reactor.xsk.internal.loop.Window;
import reactor.xsk.internal.port.XskPort;
import reactor.xsk.internal.stream.ReadyList;
import reactor.xsk.internal.stream.ReportDownstream;
import reactor.xsk.internal.stream.SendSubscriber;
import reactor.xsk.internal.stream.Source;
import reactor.xsk.internal.stream.TxCounters;

/**
 * What does a packet cost in the window and behind it: take, acquire, write, describe, publish;
 * then the kick of an echo, and the frames come back.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class WindowBenchmark {

  private static final int WINDOW = 32;

  /** Bytes that the writer copies into the frame. */
  @Param({"0", "64", "1400"})
  public int written;

  private final Object item = new Object();
  private XskPort port;
  private InFlight inFlight;
  private Outcomes outcomes;
  private Window window;
  private Source<Object> source;

  /** A window over a port that gives frames back at once. */
  @Setup
  public void open() {
    port =
        new XskPort(
            new EchoSocket(),
            XskMode.VIRTUAL,
            new FrameGeometry(EchoSocket.ENTRIES, EchoSocket.FRAME_BYTES),
            1);
    inFlight = new InFlight(port.frameCount(), 0);
    outcomes = new Outcomes(new TxCounters(), inFlight, new QueueEvents("echo", 0), () -> port);
    window = new Window(WINDOW);
    MemorySegment packet = MemorySegment.ofArray(new byte[written]);
    PacketWriter<Object> writer =
        (unused, frame) -> {
          MemorySegment.copy(packet, 0, frame, 0, written);
          return Math.max(64, written);
        };
    CoreSubscriber<SendReport> subscriber = new BaseSubscriber<>() {};
    SendSubscriber<Object> edge =
        new SendSubscriber<>(subscriber, new ReadyList(() -> {}).entry(), WINDOW);
    ReportDownstream<Object> downstream = new ReportDownstream<>(subscriber, edge);
    source = new Source<>(edge, writer, downstream, new TxCounters(), WINDOW);
  }

  /** A window of packets. */
  @Benchmark
  @OperationsPerInvocation(WINDOW)
  public int window() {
    Arrays.fill(window.items(), item);
    window.took(source, WINDOW);
    window.acquire(port);
    window.write(port);
    window.describe(port, inFlight, 0);
    port.submit();
    window.clear();
    port.kick();
    return outcomes.reap(port);
  }
}
