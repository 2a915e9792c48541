package reactor.xsk.kernel.support;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the library logs at level warn from the making of this object to its close. */
public final class Warnings implements AutoCloseable {

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Begins: slf4j-simple looks System.err up for every line. */
  public Warnings() {
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  /** The warnings that contain {@code text}. */
  public List<String> of(String text) {
    return bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains(" WARN ") && line.contains(text))
        .toList();
  }

  /** Ends, and prints what was kept back. */
  @Override
  public void close() {
    System.setErr(before);
    before.print(bytes.toString(StandardCharsets.UTF_8));
  }
}
