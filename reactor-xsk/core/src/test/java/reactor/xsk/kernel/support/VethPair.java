package reactor.xsk.kernel.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two interfaces joined by a cable that does not exist: what the near one sends the far one
 * receives. Both are up, and without IPv6, so that nothing travels but what a test sends.
 */
public final class VethPair implements AutoCloseable {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final String near;
  private final String far;

  private VethPair(int number) {
    this.near = "xska" + number;
    this.far = "xskb" + number;
  }

  /** A pair with an MTU of 1,500. */
  public static VethPair create() {
    return create(1_500);
  }

  /** A pair with the given MTU. */
  public static VethPair create(int mtuBytes) {
    return create(mtuBytes, 1, 1);
  }

  /** A pair of which both ends have so many queues, for each direction. */
  public static VethPair withQueues(int queues) {
    return create(1_500, queues, queues);
  }

  /** A pair whose near end has one transmit queue, and so many that receive. */
  public static VethPair withReceiveQueues(int queues) {
    return create(1_500, 1, queues);
  }

  private static VethPair create(int mtuBytes, int transmitCount, int receiveCount) {
    VethPair pair = new VethPair(NUMBERS.incrementAndGet());
    String mtu = Integer.toString(mtuBytes);
    String transmit = Integer.toString(transmitCount);
    String receive = Integer.toString(receiveCount);
    Command.run(
        "ip",
        "link",
        "add",
        pair.near,
        "mtu",
        mtu,
        "txqueuelen",
        "1000",
        "numtxqueues",
        transmit,
        "numrxqueues",
        receive,
        "type",
        "veth",
        "peer",
        "name",
        pair.far,
        "mtu",
        mtu,
        "numtxqueues",
        receive,
        "numrxqueues",
        transmit);
    withoutIpv6(pair.near);
    withoutIpv6(pair.far);
    up(pair.near);
    up(pair.far);
    return pair;
  }

  private static void withoutIpv6(String name) {
    try {
      Path setting = Path.of("/proc/sys/net/ipv6/conf", name, "disable_ipv6");
      if (Files.exists(setting)) { // there is none on a kernel without IPv6
        Files.writeString(setting, "1");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The end to send from. */
  public String near() {
    return near;
  }

  /** The end that receives. */
  public String far() {
    return far;
  }

  /** {@code ip link set dev NAME up}. */
  public static void up(String name) {
    Command.run("ip", "link", "set", "dev", name, "up");
  }

  /** {@code ip link set dev NAME down}. */
  public static void down(String name) {
    Command.run("ip", "link", "set", "dev", name, "down");
  }

  /** Gives the far end an IPv4 address, for example {@code 10.1.2.3/24}, and a MAC address. */
  public void addressFar(String address, String mac) {
    Command.run("ip", "link", "set", "dev", far, "address", mac);
    Command.run("ip", "addr", "add", address, "dev", far);
  }

  /** Changes the MTU of both ends. */
  public void setMtu(int bytes) {
    String mtu = Integer.toString(bytes);
    Command.run("ip", "link", "set", "dev", near, "mtu", mtu);
    Command.run("ip", "link", "set", "dev", far, "mtu", mtu);
  }

  /**
   * Makes the far end hold what it receives: its packets go to a third interface, whose queue lets
   * one through and then next to nothing, and the frames of the rest stay in flight.
   */
  public Held holdFar() {
    return Held.at(far);
  }

  /** Removes both ends. */
  public void remove() {
    Command.run("ip", "link", "del", near);
  }

  /** Removes both ends, unless a test has done so. */
  @Override
  public void close() {
    if (Libc.interfaceIndex(near) != 0) {
      remove();
    }
  }
}
