package reactor.xsk.telemetry.internal.flow;

import reactor.xsk.telemetry.TelemetryMessage;

/** A message that counts its records when it is known what became of it. */
public interface AccountedMessage extends TelemetryMessage {

  /** The message was completed: counts what was written as sent, and the rest as not sent. */
  void countSent(ExportLedger ledger);

  /** The message was not completed: counts all its records as not sent. */
  void countNotSent(ExportLedger ledger);
}
