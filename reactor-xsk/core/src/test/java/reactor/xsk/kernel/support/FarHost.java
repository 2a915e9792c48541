package reactor.xsk.kernel.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Another host: a network namespace of its own, at the far ends of one or more veth pairs. The near
 * ends are in the namespace of the test.
 */
public final class FarHost implements AutoCloseable {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Process holder;
  private final List<String> near = new ArrayList<>();
  private final List<String> far = new ArrayList<>();

  private FarHost(Process holder) {
    this.holder = holder;
  }

  /** A host at the far ends of {@code links} pairs; all ends are up. */
  public static FarHost behind(int links) {
    try {
      FarHost host = new FarHost(new ProcessBuilder("unshare", "-n", "sleep", "600").start());
      host.awaitNamespace();
      for (int i = 0; i < links; i++) {
        host.addLink();
      }
      host.far("ip link set lo up");
      return host;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitNamespace() throws IOException {
    Path own = Path.of("/proc/self/ns/net");
    Path its = Path.of("/proc/" + holder.pid() + "/ns/net");
    Object mine = Files.readSymbolicLink(own);
    Eventually.hold(
        "a network namespace of its own",
        Duration.ofSeconds(10),
        () -> {
          try {
            return !Files.readSymbolicLink(its).equals(mine);
          } catch (IOException e) {
            return false;
          }
        });
  }

  private void addLink() {
    int number = NUMBERS.incrementAndGet();
    String here = "xskn" + number;
    String there = "xskf" + number;
    near("ip link add " + here + " type veth peer name " + there + " netns " + holder.pid());
    near("ip link set " + here + " up");
    far("ip link set " + there + " up");
    near.add(here);
    far.add(there);
  }

  /** The name of the near end of a pair. */
  public String nearEnd(int link) {
    return near.get(link);
  }

  /** The name of the far end of a pair. */
  public String farEnd(int link) {
    return far.get(link);
  }

  /** Runs a command here. Words are parted by spaces. */
  public String near(String command) {
    return Command.run(command.split(" "));
  }

  /** Runs a command on the far host. */
  public String far(String command) {
    return Command.run(("nsenter -t " + holder.pid() + " -n " + command).split(" "));
  }

  /** Runs a shell script here; what fails in it but its last command is nothing to it. */
  public static void shell(String script) {
    Command.run("sh", "-c", script);
  }

  /** Whether this kernel has VLANs. (The loopback takes none, which is another error.) */
  public static boolean hasVlans() {
    String add = "ip link add link lo name xskvlan type vlan id 7 2>&1 || true";
    return !Command.run("sh", "-c", add).contains("Unknown device type");
  }

  /** Runs lines of {@code ip} here, without the word itself, in one process. */
  public static void ipBatch(List<String> lines) {
    batch(List.of("ip", "-batch", "-"), lines);
  }

  /** Runs lines of {@code ip} on the far host. */
  public void farIpBatch(List<String> lines) {
    String pid = Long.toString(holder.pid());
    batch(List.of("nsenter", "-t", pid, "-n", "ip", "-batch", "-"), lines);
  }

  private static void batch(List<String> command, List<String> lines) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(output + " in:\n" + String.join("\n", lines));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Gives both ends of the first pair addresses: 10.9.0.1 and fd09::1 here, 2 there. */
  public void addressFirstPair() {
    ipBatch(addressesOf(nearEnd(0), 1));
    farIpBatch(addressesOf(farEnd(0), 2));
  }

  private static List<String> addressesOf(String end, int number) {
    return List.of(
        "addr add 10.9.0.%d/24 dev %s".formatted(number, end),
        "addr add fd09::%d/64 nodad dev %s".formatted(number, end));
  }

  /** Makes the far end of the first pair, 10.9.0.2, the gateway to 10.50.0.0/16. */
  public void beGatewayOfIpv4() {
    ipBatch(
        List.of("addr add 10.9.0.1/24 dev " + nearEnd(0), "route add 10.50.0.0/16 via 10.9.0.2"));
    farIpBatch(List.of("addr add 10.9.0.2/24 dev " + farEnd(0)));
  }

  /** The result of {@code action} on a thread of the far host: the sockets it opens are there. */
  public <T> T onFarHost(Callable<T> action) throws Exception {
    return OwnThread.call(
        "far-host",
        () -> {
          Libc.enterNetworkNamespace("/proc/" + holder.pid() + "/ns/net");
          return action.call();
        });
  }

  /** A receiver of datagrams on the far host that does not block, with room for many. */
  public DatagramChannel receiver(InetSocketAddress address) throws Exception {
    return onFarHost(
        () -> {
          DatagramChannel channel = DatagramChannel.open();
          channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
          channel.configureBlocking(false);
          return channel.bind(address);
        });
  }

  /** The next datagram of a receiver. */
  public static byte[] receive(DatagramChannel receiver) {
    ByteBuffer buffer = ByteBuffer.allocate(2_048);
    Eventually.hold(
        "a datagram",
        Deadline.PATIENCE,
        () -> {
          try {
            return receiver.receive(buffer) != null;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** The index of an interface here. */
  public static int indexOf(String interfaceName) {
    return Libc.interfaceIndex(interfaceName);
  }

  /** The MAC address of an interface here. */
  public static String macOf(String interfaceName) {
    try {
      byte[] mac = NetworkInterface.getByName(interfaceName).getHardwareAddress();
      return HexFormat.ofDelimiter(":").formatHex(mac);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (String each : near) {
      if (Libc.interfaceIndex(each) != 0) {
        near("ip link del " + each);
      }
    }
    holder.destroyForcibly();
  }
}
