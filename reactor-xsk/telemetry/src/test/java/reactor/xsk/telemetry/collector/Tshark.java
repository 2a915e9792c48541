package reactor.xsk.telemetry.collector;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Wireshark's dissectors over a capture. */
final class Tshark {

  private final Path directory;
  private final Path file;

  Tshark(Path directory, Capture capture) {
    this(directory, capture.writeTo(directory.resolve("messages.pcap")));
  }

  Tshark(Path directory, Path file) {
    this.directory = directory;
    this.file = file;
  }

  /** The lines of output with further options. */
  List<String> lines(String... options) {
    String output = run(options);
    return output.isEmpty() ? List.of() : output.lines().toList();
  }

  /** How many packets pass a display filter. */
  int count(String filter) {
    return lines("-Y", filter).size();
  }

  /** All details of all packets as XML (PDML). */
  Document details() {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
      return factory
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(run("-T", "pdml"))));
    } catch (Exception e) {
      throw new IllegalStateException("the output of tshark -T pdml", e);
    }
  }

  /** How many flow records there are, by their start times. */
  long flowRecords() {
    return lines("-T", "fields", "-e", "cflow.abstimestart", "-E", "aggregator=;").stream()
        .filter(line -> !line.isBlank())
        .mapToLong(line -> line.split(";").length)
        .sum();
  }

  /** The data records of all packets. */
  List<DissectedRecord> records() {
    return DissectedRecord.in(details().getDocumentElement());
  }

  private String run(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Programs.find("tshark", "tshark"),
                "-n",
                "-r",
                file.toString(),
                "-o",
                "udp.check_checksum:TRUE",
                "-o",
                "ip.check_checksum:TRUE"));
    command.addAll(Arrays.asList(options));
    return Programs.run(directory.resolve("tshark.errors"), command);
  }
}
