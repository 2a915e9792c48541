package reactor.xsk.telemetry.collector;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that reads datagrams no faster than so many a second, with the receive buffer that the
 * kernel gives it. It is started in the namespace of a peer.
 */
final class PacedReceiver {

  private PacedReceiver() {}

  /** Address, port and datagrams a second. */
  public static void main(String[] arguments) throws IOException {
    InetSocketAddress at =
        new InetSocketAddress(InetAddress.getByName(arguments[0]), Integer.parseInt(arguments[1]));
    long intervalNs = 1_000_000_000 / Long.parseLong(arguments[2]);
    try (DatagramSocket socket = new DatagramSocket(at)) {
      DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
      long nextNs = System.nanoTime();
      while (true) {
        socket.receive(packet);
        nextNs = Math.max(nextNs + intervalNs, System.nanoTime() - intervalNs);
        while (nextNs - System.nanoTime() > 0) {
          LockSupport.parkNanos(nextNs - System.nanoTime());
        }
      }
    }
  }
}
