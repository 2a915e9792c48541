package reactor.xsk.telemetry.internal.flow;

import reactor.core.scheduler.Scheduler;
import reactor.xsk.telemetry.TelemetryClock;

/**
 * How records become messages.
 *
 * @param assembler makes the messages
 * @param ledger counts the records
 * @param pace bounds the rate of messages
 * @param maxDelayNs how long a record waits for others at most
 * @param prefetch how many records are requested ahead
 * @param clock the time
 * @param scheduler runs what is due
 */
record Packing<R>(
    MessageAssembler<R> assembler,
    ExportLedger ledger,
    MessagePace pace,
    long maxDelayNs,
    int prefetch,
    TelemetryClock clock,
    Scheduler scheduler) {}
