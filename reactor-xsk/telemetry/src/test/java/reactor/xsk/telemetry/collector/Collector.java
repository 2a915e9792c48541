package reactor.xsk.telemetry.collector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Flux;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendResult;
import reactor.xsk.telemetry.TelemetryMessage;
import reactor.xsk.telemetry.Written;

/** A collector that runs, and a socket to send to it over the loopback of the namespace. */
final class Collector implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MAX_BYTES = 1_400;

  private final Process process;
  private final Path log;
  private final int port;
  private final DatagramChannel socket;

  private Collector(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
    try {
      socket = DatagramChannel.open();
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a collector, and returns when it listens. */
  static Collector start(Path log, int port, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Collector collector = new Collector(process, log, port);
      await(
          command.getFirst() + " listens at port " + port,
          () -> {
            if (!process.isAlive()) {
              throw new IllegalStateException(command + " has ended: " + read(log));
            }
            return isOpen(process, port);
          });
      return collector;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether something listens at the port, in the network namespace of the process. */
  private static boolean isOpen(Process process, int port) {
    Path net = Path.of("/proc", "" + process.pid(), "net");
    return hasLocalPort(net.resolve("udp"), port) || hasLocalPort(net.resolve("udp6"), port);
  }

  /** In the second column: the third has the port too, in the line of the socket that sends. */
  private static boolean hasLocalPort(Path table, int port) {
    String local = ":%04X".formatted(port);
    return read(table).lines().anyMatch(line -> line.strip().split("\\s+")[1].endsWith(local));
  }

  /** A transport for an exporter; messages whose index is in {@code dropped} are not sent. */
  Flux<SendResult<TelemetryMessage>> send(Flux<TelemetryMessage> messages, List<Long> dropped) {
    return messages.index(
        (index, message) -> {
          byte[] octets = Written.message(message, MAX_BYTES);
          if (dropped.contains(index)) {
            return SendResult.of(
                message, SendOutcome.DROPPED, new IOException("dropped by the test"));
          }
          send(octets);
          return SendResult.of(message, SendOutcome.COMPLETED, null);
        });
  }

  private void send(byte[] octets) {
    try {
      socket.write(ByteBuffer.wrap(octets));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  /** What it has printed so far. */
  String log() {
    return read(log);
  }

  /** Ends it with SIGTERM, and waits until it has written its files. */
  void terminate() {
    awaitRead();
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the collector did not end on SIGTERM");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What waits in its socket when the signal comes is not read any more. */
  private void awaitRead() {
    await("all is read", () -> ReceiveQueue.of(process.pid(), port).waitingBytes() == 0);
  }

  /** Ends it with SIGINT, for collectors that do not end on SIGTERM. */
  void interrupt() {
    awaitRead();
    Programs.interrupt(process, log.toAbsolutePath().getParent());
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
