package reactor.xsk.telemetry.collector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * A program that reads so many datagrams a second and no more, with the receive buffer that the
 * kernel gives it. It is started in the namespace of a peer.
 *
 * <p>It never sleeps: the kernel's timers add more to a sleep than the 20 µs between two of 50,000
 * datagrams. So the time between two of its looks is how long the machine kept it from reading:
 * where that is more than a millisecond, it prints when that was, by the monotonic clock, which all
 * processes share.
 */
final class PacedReceiver {

  private static final long LONG_NS = 1_000_000;

  private PacedReceiver() {}

  /** Address, port and datagrams a second. */
  public static void main(String[] arguments) throws IOException {
    InetSocketAddress at =
        new InetSocketAddress(InetAddress.getByName(arguments[0]), Integer.parseInt(arguments[1]));
    long intervalNs = 1_000_000_000 / Long.parseLong(arguments[2]);
    try (DatagramChannel channel = DatagramChannel.open().bind(at)) {
      channel.configureBlocking(false);
      ByteBuffer datagram = ByteBuffer.allocateDirect(65_536);
      long beforeNs = System.nanoTime();
      long nextNs = beforeNs;
      while (true) {
        long nowNs = System.nanoTime();
        if (nowNs - beforeNs > LONG_NS) {
          System.out.println(new Stall(beforeNs, nowNs));
          nowNs = System.nanoTime(); // what it took to print is no fault of the machine
        }
        beforeNs = nowNs;
        if (nowNs - nextNs >= 0 && channel.receive(datagram.clear()) != null) {
          nextNs = nowNs + intervalNs;
        }
      }
    }
  }

  /** A time in which the machine did not let it read. */
  record Stall(long fromNs, long toNs) {

    static Stall parse(String line) {
      String[] words = line.split(" ");
      return new Stall(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    boolean isWithin(long startNs, long endNs) {
      return toNs - startNs > 0 && fromNs - endNs < 0;
    }

    @Override
    public String toString() {
      return fromNs + " " + toNs;
    }
  }
}
