package reactor.xsk.telemetry.collector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import reactor.xsk.telemetry.ExportReport;

/** tshark on an interface: captures what arrives, and dissects it in the end. */
class LiveTshark implements RecordCounter {

  private final Path directory;
  private final Path file;
  private final Path log;
  private final Process process;

  LiveTshark(Path directory, String interfaceName, int port) {
    this(directory, interfaceName, port, command -> command);
  }

  /** Captures at the far end of the link, in the namespace of the peer. */
  static LiveTshark startAt(PeerNamespace peer, Path directory, int port) {
    return new LiveTshark(directory, PeerNamespace.FAR, port, peer::inside);
  }

  private LiveTshark(
      Path directory, String interfaceName, int port, UnaryOperator<List<String>> entered) {
    this.directory = directory;
    this.file = directory.resolve("live.pcap");
    this.log = directory.resolve("tshark.log");
    List<String> command =
        List.of(
            Programs.find("tshark", "tshark"),
            "-i",
            interfaceName,
            "-B",
            "64", // MiB
            "-f",
            "udp port " + port,
            "-F",
            "pcap",
            "-w",
            file.toString());
    try {
      process =
          new ProcessBuilder(entered.apply(command))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collector.await("tshark captures", () -> Collector.read(log).contains("Capturing on"));
    Collector.await("the file of tshark", () -> Files.exists(file));
  }

  /** The packets in the file so far: each has a header of 16 octets with its length. */
  private long packets() {
    try {
      ByteBuffer octets = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      long count = 0;
      int at = 24;
      while (at + 16 <= octets.limit() && at + 16 + octets.getInt(at + 8) <= octets.limit()) {
        at += 16 + octets.getInt(at + 8);
        count++;
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for what was sent, and returns the captured packets. */
  Tshark captureAfter(ExportReport report) {
    endAfter(report);
    return new Tshark(directory, file);
  }

  @Override
  public long endAfter(ExportReport report) {
    Collector.await(
        report.sentMessages() + " captured messages", () -> packets() >= report.sentMessages());
    Programs.interrupt(process, directory);
    return new Tshark(directory, file).flowRecords();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
