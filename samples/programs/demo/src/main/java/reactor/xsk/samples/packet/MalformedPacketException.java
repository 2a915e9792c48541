package reactor.xsk.samples.packet;

import java.io.Serial;

/** A packet with a field that is not what it has to be. */
public final class MalformedPacketException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /** The field. */
  private final String field;

  /** Names the field and the value that was found. */
  public MalformedPacketException(String field, long value) {
    super("%s is wrong: value=%d (0x%x)".formatted(field, value, value));
    this.field = field;
  }

  /** The field that is wrong, for example {@code UDP checksum}. */
  public String field() {
    return field;
  }
}
