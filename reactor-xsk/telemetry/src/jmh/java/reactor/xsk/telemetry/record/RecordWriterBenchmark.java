package reactor.xsk.telemetry.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to write 1,000 flow records of 14 fields and 56 octets into native memory? All
 * write the same octets, with the bounds checks that they have by default.
 *
 * <p>Microseconds of an invocation are nanoseconds of a record. An invocation is short enough that
 * the machine rarely interrupts it, and long against reading the clock: so the median ({@code
 * p0.50}) holds on a busy machine too.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RecordWriterBenchmark {

  private static final int RECORDS = 25;
  private static final int PASSES = 40;
  private static final int BYTES = 1_472;

  /** The record of the example in the documents. */
  record Flow(
      int sourceIPv4Address,
      int destinationIPv4Address,
      short sourceTransportPort,
      short destinationTransportPort,
      byte protocolIdentifier,
      byte ipClassOfService,
      byte tcpControlBits,
      int ingressInterface,
      int egressInterface,
      long octetDeltaCount,
      long packetDeltaCount,
      long flowStartMilliseconds,
      long flowEndMilliseconds,
      byte flowEndReason) {}

  private final Flow[] flows = new Flow[RECORDS];
  private final RecordTemplate<Flow> template = RecordTemplate.of(Flow.class);
  private final MemorySegment segment = Arena.global().allocate(BYTES, 64);
  private final ByteBuf netty = Unpooled.directBuffer(BYTES, BYTES);
  private final UnsafeBuffer agrona = new UnsafeBuffer(ByteBuffer.allocateDirect(BYTES));

  /** Makes the records. */
  public RecordWriterBenchmark() {
    for (int i = 0; i < RECORDS; i++) {
      flows[i] =
          new Flow(
              i,
              i + 1,
              (short) i,
              (short) 443,
              (byte) 6,
              (byte) 0,
              (byte) 27,
              2,
              3,
              1_000L * i,
              i,
              i,
              i + 1L,
              (byte) 3);
    }
  }

  /** This module: a template of the record class. */
  @Benchmark
  public long template() {
    long sum = 0;
    for (int i = 0; i < PASSES; i++) {
      sum += template.writeAll(flows, 0, RECORDS, segment, 0);
    }
    return sum;
  }

  /** By hand, with Netty's buffer. */
  @Benchmark
  public long netty() {
    long sum = 0;
    for (int i = 0; i < PASSES; i++) {
      sum += writeByNetty();
    }
    return sum;
  }

  private long writeByNetty() {
    ByteBuf buffer = netty.clear();
    for (Flow flow : flows) {
      buffer.writeInt(flow.sourceIPv4Address);
      buffer.writeInt(flow.destinationIPv4Address);
      buffer.writeShort(flow.sourceTransportPort);
      buffer.writeShort(flow.destinationTransportPort);
      buffer.writeByte(flow.protocolIdentifier);
      buffer.writeByte(flow.ipClassOfService);
      buffer.writeByte(flow.tcpControlBits);
      buffer.writeInt(flow.ingressInterface);
      buffer.writeInt(flow.egressInterface);
      buffer.writeLong(flow.octetDeltaCount);
      buffer.writeLong(flow.packetDeltaCount);
      buffer.writeLong(flow.flowStartMilliseconds);
      buffer.writeLong(flow.flowEndMilliseconds);
      buffer.writeByte(flow.flowEndReason);
    }
    return buffer.writerIndex();
  }

  /** By hand, as a flyweight over Agrona's buffer. */
  @Benchmark
  public long agrona() {
    long sum = 0;
    for (int i = 0; i < PASSES; i++) {
      sum += writeByAgrona();
    }
    return sum;
  }

  private long writeByAgrona() {
    UnsafeBuffer buffer = agrona;
    int at = 0;
    for (Flow flow : flows) {
      buffer.putInt(at, flow.sourceIPv4Address, ByteOrder.BIG_ENDIAN);
      buffer.putInt(at + 4, flow.destinationIPv4Address, ByteOrder.BIG_ENDIAN);
      buffer.putShort(at + 8, flow.sourceTransportPort, ByteOrder.BIG_ENDIAN);
      buffer.putShort(at + 10, flow.destinationTransportPort, ByteOrder.BIG_ENDIAN);
      buffer.putByte(at + 12, flow.protocolIdentifier);
      buffer.putByte(at + 13, flow.ipClassOfService);
      buffer.putByte(at + 14, flow.tcpControlBits);
      buffer.putInt(at + 15, flow.ingressInterface, ByteOrder.BIG_ENDIAN);
      buffer.putInt(at + 19, flow.egressInterface, ByteOrder.BIG_ENDIAN);
      buffer.putLong(at + 23, flow.octetDeltaCount, ByteOrder.BIG_ENDIAN);
      buffer.putLong(at + 31, flow.packetDeltaCount, ByteOrder.BIG_ENDIAN);
      buffer.putLong(at + 39, flow.flowStartMilliseconds, ByteOrder.BIG_ENDIAN);
      buffer.putLong(at + 47, flow.flowEndMilliseconds, ByteOrder.BIG_ENDIAN);
      buffer.putByte(at + 55, flow.flowEndReason);
      at += 56;
    }
    return at;
  }
}
