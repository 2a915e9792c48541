package reactor.xsk.telemetry;

import java.lang.foreign.MemorySegment;

/**
 * One message of an exporter: the payload of one UDP datagram.
 *
 * <p>{@link #writeTo} takes the number, the time and the counters of the message when it is called,
 * so each message is written once, in the order of its publisher, by one thread at a time. A route
 * of {@code reactor.xsk.net} calls it on the sender's loop thread.
 */
public interface TelemetryMessage {

  /**
   * Writes this message from offset 0.
   *
   * @param payload where to write; its size in bytes is the longest payload that the route allows
   * @return the length of the message in bytes; more than {@code payload.byteSize()} if it does not
   *     fit, and nothing was written then
   */
  int writeTo(MemorySegment payload);

  /**
   * The data records in the message.
   *
   * @return 0 for a message that has only templates
   */
  int recordCount();
}
