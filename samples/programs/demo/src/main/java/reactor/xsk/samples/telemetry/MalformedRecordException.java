package reactor.xsk.samples.telemetry;

import java.io.Serial;

/** Bytes that are no record, or no longer the record that was sent. */
public final class MalformedRecordException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /** Names the field and the value that was found. */
  public MalformedRecordException(String field, long value) {
    super("%s of the record is wrong: value=%d (0x%x)".formatted(field, value, value));
  }
}
