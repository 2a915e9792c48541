package reactor.xsk.internal.net;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;

/** What the kernel's tables say about a flow at one moment. */
public sealed interface Resolution {

  /** Before the first answer. */
  Resolution UNASKED = new Refused(0, "", "the kernel has not been asked yet", "wait for it");

  /** Everything is known. */
  record Resolved(Path path, byte[] mac, HeaderTemplate template) implements Resolution {}

  /** The way is known, but nothing can go it at the moment. */
  record Waiting(Path path, String reason) implements Resolution {}

  /**
   * There is no way, or none that a sender on this interface can take.
   *
   * @param errno what an ordinary socket would get, or 0 where it would not fail
   * @param reason why
   * @param hint what would work
   */
  record Refused(int errno, String errnoName, String reason, String hint) implements Resolution {

    /** The refusal as an error. */
    public XskException asException(FlowSpec flow) {
      return new XskException(
          "resolve route",
          errno,
          errno == 0 ? reason : errnoName,
          "destination=" + flow + (errno == 0 ? "" : ", " + reason),
          hint,
          null);
    }
  }

  /** The headers, or null while there are none. */
  default @Nullable HeaderTemplate template() {
    return this instanceof Resolved resolved ? resolved.template : null;
  }

  /** Why there are none, or the empty string. */
  default String reason() {
    return switch (this) {
      case Resolved resolved -> "";
      case Waiting waiting -> waiting.reason;
      case Refused refused -> refused.reason;
    };
  }

  /** The way, or null if there is none. */
  default @Nullable Path path() {
    return switch (this) {
      case Resolved resolved -> resolved.path;
      case Waiting waiting -> waiting.path;
      case Refused refused -> null;
    };
  }

  /** The MAC address of the next hop in text, or null while it is not known. */
  default @Nullable String macText() {
    return this instanceof Resolved resolved
        ? HexFormat.ofDelimiter(":").formatHex(resolved.mac)
        : null;
  }
}
