package reactor.xsk.samples.demo;

import java.io.Serial;

/** A packet with a field that is not what it has to be. */
final class MalformedPacketException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /** The field. */
  private final String field;

  /** Names the field and the value that was found. */
  MalformedPacketException(String field, long value) {
    super("%s is wrong: value=%d (0x%x)".formatted(field, value, value));
    this.field = field;
  }

  /** The field that is wrong, for example {@code UDP checksum}. */
  String field() {
    return field;
  }
}
