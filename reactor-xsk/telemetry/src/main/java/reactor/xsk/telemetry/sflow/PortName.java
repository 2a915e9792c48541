package reactor.xsk.telemetry.sflow;

import java.nio.charset.StandardCharsets;

/**
 * The name of an interface (counter record 1005).
 *
 * @param name for example {@code eth0}
 */
public record PortName(String name) implements SflowRecord {

  @Override
  public int format() {
    return 1005;
  }

  @Override
  public int sizeBytes() {
    return 4 + XdrWriter.padded(octets().length);
  }

  @Override
  public void write(XdrWriter out) {
    out.opaque(octets());
  }

  private byte[] octets() {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
