package reactor.xsk.telemetry.internal.flow;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Packs records into messages of a protocol. Called by one thread at a time; one open message at
 * most.
 */
public interface MessageAssembler<R> {

  /** A stream begins: templates are due again. */
  void start(long nowNs);

  /** A message that is due at this time whatever the records are, or null. Ask until it is null. */
  @Nullable AccountedMessage nextDue(long nowNs);

  /** When {@link #nextDue} may have something; {@link Long#MAX_VALUE} for never. */
  long nextDueNs();

  /**
   * Adds a record to the open message, or opens one. False if the message has to be closed first. A
   * record that fits no message is counted as not sent, which is true.
   */
  boolean add(R record);

  /** Whether a message is open, with at least one record. */
  boolean isOpen();

  /** Ends the open message. */
  AccountedMessage close();

  /** Drops the open message, if there is one, and hands out its records. */
  void discard(Consumer<Object> records);
}
