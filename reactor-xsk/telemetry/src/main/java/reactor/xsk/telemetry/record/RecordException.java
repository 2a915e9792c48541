package reactor.xsk.telemetry.record;

/** A value of a record cannot be sent in the field that its template has for it. */
public final class RecordException extends RuntimeException {

  private static final long serialVersionUID = 1;

  RecordException(String message) {
    super(message);
  }
}
