package reactor.xsk.samples.demo;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;
import reactor.xsk.XskSupport;
import reactor.xsk.net.UdpHeaders;
import reactor.xsk.virtual.VirtualKernel;

/** Opens the best wire that is to be had here. */
final class Wires {

  private static final int SOURCE_PORT = 49_152;
  private static final int DESTINATION_PORT = 9_870;

  /** A name that was mistyped: nothing to be replaced by a model. */
  private static final int ENODEV = 19;

  // Locally administered. Java does not see an interface without an IP address, and so not its MAC.
  private static final String SOURCE_MAC = "02:00:00:00:00:01";
  private static final String VIRTUAL_MAC = "02:00:00:00:00:02";

  private Wires() {}

  /**
   * What is wanted.
   *
   * @param interfaceName where to send; null goes with a reason for the virtual port
   * @param peerName where to receive
   * @param virtualBecause why the virtual port is used; null if it is not
   * @param ownPair whether the pair was made for the demo, which may then pull the cable
   * @param fallback whether the virtual port will do where AF_XDP cannot be had
   * @param batchSize most packets in a window
   * @param longestFrame in bytes
   */
  record Request(
      @Nullable String interfaceName,
      @Nullable String peerName,
      @Nullable String virtualBecause,
      boolean ownPair,
      boolean fallback,
      int batchSize,
      int longestFrame) {}

  /** AF_XDP if it can be had; else the virtual port, having said why. */
  static Wire open(Request request, Screen screen) {
    XskException cause = null;
    String reason = request.virtualBecause();
    if (reason == null && request.interfaceName() != null && request.peerName() != null) {
      try {
        return openVeth(request, request.interfaceName(), request.peerName());
      } catch (XskException e) {
        cause = e;
        reason = String.valueOf(e.getMessage());
      }
    }
    if (!request.fallback() || cause != null && cause.errno() == ENODEV) {
      throw new DemoFailure("AF_XDP cannot be had: " + reason, cause);
    }
    screen.line("AF_XDP is not used here: " + reason);
    screen.line("Running on the virtual port instead: the same sender over a model of the kernel.");
    screen.line("");
    return openVirtual(request);
  }

  private static Wire openVeth(Request request, String name, String peerName) {
    try {
      NetworkInterface peer = find(peerName);
      InetAddress address = addressOf(peer);
      InetSocketAddress to = new InetSocketAddress(address, DESTINATION_PORT);
      InetSocketAddress from = new InetSocketAddress(neighbourOf(address), SOURCE_PORT);
      int mtuBytes = XskSupport.device(name).mtuBytes();
      String peerMac = HexFormat.ofDelimiter(":").formatHex(peer.getHardwareAddress());
      UdpHeaders headers =
          UdpHeaders.builder(from, to).ethernet(SOURCE_MAC, peerMac).mtuBytes(mtuBytes).build();
      XskSender sender = XskSender.create(config(request, name).build());
      Receiver receiver = receiver(to, from, sender);
      return new Wire(
          sender,
          receiver,
          headers,
          "%s -> %s, MTU %d".formatted(name, peerName, mtuBytes),
          "AF_XDP, granted mode " + sender.mode(),
          request.batchSize(),
          request.longestFrame() - PacketReader.HEADER_BYTES,
          request.ownPair() ? in -> plug(peerName, in) : null,
          receiver.window(request.longestFrame()));
    } catch (IOException e) {
      throw new DemoFailure("cannot use %s and %s: %s".formatted(name, peerName, e), e);
    }
  }

  /** A veth interface has no carrier while its peer is down. */
  private static void plug(String peerName, boolean in) {
    try {
      Process ip =
          new ProcessBuilder("ip", "link", "set", "dev", peerName, in ? "up" : "down")
              .redirectErrorStream(true)
              .start();
      String output = new String(ip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (ip.waitFor() != 0) {
        throw new DemoFailure("ip link set " + peerName + ": " + output.strip(), null);
      }
    } catch (IOException e) {
      throw new DemoFailure("cannot run ip: " + e, e);
    } catch (InterruptedException e) {
      throw new DemoFailure("interrupted while ip ran", e);
    }
  }

  private static Receiver receiver(InetSocketAddress to, InetSocketAddress from, XskSender sender)
      throws IOException {
    try {
      return new SocketReceiver(to, from);
    } catch (IOException e) {
      sender.close();
      throw e;
    }
  }

  private static Wire openVirtual(Request request) {
    InetSocketAddress from = new InetSocketAddress("192.0.2.1", SOURCE_PORT);
    InetSocketAddress to = new InetSocketAddress("192.0.2.2", DESTINATION_PORT);
    VirtualReceiver receiver = new VirtualReceiver(from, to);
    VirtualKernel kernel = VirtualKernel.builder().onPacket(receiver::onPacket).build();
    XskSender sender = XskSender.create(config(request, "virtual0").virtualKernel(kernel).build());
    return new Wire(
        sender,
        receiver,
        UdpHeaders.builder(from, to).ethernet(SOURCE_MAC, VIRTUAL_MAC).build(),
        "none: packets stay in this process",
        "virtual, a model of the kernel's copy mode",
        request.batchSize(),
        request.longestFrame() - PacketReader.HEADER_BYTES,
        kernel::setCarrier,
        receiver.window(request.longestFrame()));
  }

  private static XskConfig.Builder config(Request request, String name) {
    int frames = LockedMemory.framesWithin(1_024, request.batchSize());
    return XskConfig.builder(name)
        .batchSize(request.batchSize())
        .frameCount(frames)
        .txRingSize(1_024);
  }

  private static NetworkInterface find(String name) throws IOException {
    NetworkInterface found = NetworkInterface.getByName(name);
    if (found == null) {
      throw new IOException("there is no interface " + name);
    }
    if (!found.isUp() || found.getHardwareAddress() == null) {
      throw new IOException(name + " is down, or has no MAC address");
    }
    return found;
  }

  private static InetAddress addressOf(NetworkInterface peer) throws IOException {
    Predicate<InetAddress> ipv4 = Inet4Address.class::isInstance;
    return peer.inetAddresses()
        .filter(ipv4)
        .findFirst()
        .orElseThrow(() -> new IOException(peer.getName() + " has no IPv4 address"));
  }

  /**
   * The source: the next address, which no interface here has, so that no packet seems to be our
   * own.
   */
  private static InetAddress neighbourOf(InetAddress address) throws IOException {
    byte[] bytes = address.getAddress();
    bytes[3] ^= 3;
    return InetAddress.getByAddress(bytes);
  }
}
