package reactor.xsk.samples.demo;

import org.jspecify.annotations.Nullable;
import reactor.xsk.XskSender;
import reactor.xsk.net.UdpHeaders;

/**
 * A sender, a receiver, and the way between them.
 *
 * @param sender sends at one end
 * @param receiver receives at the other
 * @param headers what stands before each payload
 * @param path what is between them, in words
 * @param port what carries the packets out, in words
 * @param batchSize most packets in a window
 * @param maxPayloadBytes of a message
 * @param cable interrupts the way; null where it is not the demo's
 * @param window most packets under way, so that the receiver need not drop any
 */
record Wire(
    XskSender sender,
    Receiver receiver,
    UdpHeaders headers,
    String path,
    String port,
    int batchSize,
    int maxPayloadBytes,
    @Nullable Cable cable,
    int window)
    implements AutoCloseable {

  @Override
  public void close() {
    sender.close();
    receiver.close();
  }
}
