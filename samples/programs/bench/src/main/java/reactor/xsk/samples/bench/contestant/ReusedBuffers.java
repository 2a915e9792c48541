package reactor.xsk.samples.bench.contestant;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Payloads for Netty that all differ, in direct buffers that are made once: the cheapest way to
 * feed it. A buffer is written again when Netty has released it.
 */
final class ReusedBuffers {

  private static final int BUFFERS = 1 << 12;

  private final ByteBuf[] buffers = new ByteBuf[BUFFERS];
  private final int payloadBytes;
  private final int payloads;
  private int next;
  private long number;

  /** Buffers of {@code payloads} payloads of {@code payloadBytes} each. */
  ReusedBuffers(int payloadBytes, int payloads) {
    this.payloadBytes = payloadBytes;
    this.payloads = payloads;
    for (int i = 0; i < BUFFERS; i++) {
      buffers[i] =
          Unpooled.directBuffer(payloads * payloadBytes).writeZero(payloads * payloadBytes);
    }
  }

  /** Whether a buffer is free. */
  boolean isFree() {
    return buffers[next].refCnt() == 1;
  }

  /** The next buffer, with a new number in each payload; Netty releases it. */
  ByteBuf take() {
    ByteBuf buffer = buffers[next].retain();
    next = (next + 1) & (BUFFERS - 1);
    buffer.setIndex(0, payloads * payloadBytes);
    for (int i = 0; i < payloads; i++) {
      buffer.setLong(i * payloadBytes, number++);
    }
    return buffer;
  }
}
