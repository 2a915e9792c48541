package reactor.xsk.kernel.card;

import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.xsk.kernel.support.Command;
import reactor.xsk.kernel.support.Eventually;

/** The guest's card: what it is set to, and what the {@link HostEnd} does with it. */
final class Card {

  /** Its name in the guest. */
  static final String NAME = "eth0";

  static final int QUEUES = 4;

  private static final Path DIRECTORY = Path.of(System.getProperty(HostEnd.DIRECTORY, "."));
  private static final AtomicInteger REQUESTS = new AtomicInteger();

  private Card() {}

  /** Up, with a cable, an MTU of 1,500 and all queues, whatever happened to it before. */
  static void makeReady() {
    if (!isThere()) {
      plugIn();
    }
    connect();
    setMtu(1_500);
    if (queues() != QUEUES) {
      setQueues(QUEUES);
    }
    Command.run("ip", "link", "set", "dev", NAME, "up");
    Eventually.hold("the link is up", PATIENCE, () -> state("carrier").equals("1"));
  }

  static boolean isThere() {
    return Files.exists(Path.of("/sys/class/net", NAME));
  }

  private static String state(String of) {
    return Command.run("cat", "/sys/class/net/" + NAME + "/" + of);
  }

  /** The XDP program that is attached, with its ID; empty if there is none. */
  static String xdpProgram() {
    String show = "ip -d link show dev " + NAME + " | grep -o 'prog/xdp id [0-9]*' || true";
    return Command.run("sh", "-c", show);
  }

  /** Pulls the cable. */
  static void disconnect() {
    ask(HostEnd.MONITOR + "set_link nic0 off");
  }

  /** Puts the cable back. */
  static void connect() {
    ask(HostEnd.MONITOR + "set_link nic0 on");
  }

  /** Has the card removed; returns before it is. */
  static void unplug() {
    ask(HostEnd.MONITOR + "device_del nic0");
  }

  private static void plugIn() {
    Eventually.hold("the slot takes the card", PATIENCE, Card::fitsTheSlot);
    Eventually.hold("the card is there", PATIENCE, Card::isThere);
  }

  /** QEMU needs a moment after the guest has let the card go. */
  private static boolean fitsTheSlot() {
    try {
      ask(HostEnd.MONITOR + "device_add " + read(DIRECTORY.resolve("card")).strip());
      return true;
    } catch (AssertionError e) {
      if (!e.getMessage().contains("Duplicate device ID")) {
        throw e;
      }
      return false;
    }
  }

  static void setMtu(int bytes) {
    Command.run("ip", "link", "set", "dev", NAME, "mtu", Integer.toString(bytes));
  }

  /** {@code ethtool -L}: throws where the kernel refuses. */
  static void setQueues(int count) {
    Command.run("ethtool", "-L", NAME, "combined", Integer.toString(count));
  }

  private static int queues() {
    String current = Command.run("ethtool", "-l", NAME).split("Current hardware settings:")[1];
    return current
        .lines()
        .filter(line -> line.startsWith("Combined:"))
        .mapToInt(line -> Integer.parseInt(line.substring("Combined:".length()).strip()))
        .findFirst()
        .orElseThrow();
  }

  /** From now on the host remembers what arrives, and checks its bytes and its order. */
  static void listen() {
    ask(HostEnd.LISTEN);
  }

  /** The numbers of the packets that have arrived at the host; throws what it found wrong. */
  static BitSet arrivals() {
    BitSet arrived = new BitSet();
    for (String range : ask(HostEnd.ARRIVALS).split(",")) {
      if (!range.isEmpty()) {
        String[] ends = range.split("-");
        arrived.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]) + 1);
      }
    }
    return arrived;
  }

  private static String ask(String request) {
    int number = REQUESTS.getAndIncrement();
    Path answer = HostEnd.answer(DIRECTORY, number);
    try {
      HostEnd.write(HostEnd.request(DIRECTORY, number), request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Eventually.hold("the host answers to: " + request, PATIENCE, () -> Files.exists(answer));
    String text = read(answer);
    if (text.startsWith(HostEnd.FAILED)) {
      throw new AssertionError(request + ": " + text);
    }
    return text;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
