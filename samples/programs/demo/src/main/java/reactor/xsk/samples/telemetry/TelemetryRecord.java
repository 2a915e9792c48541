package reactor.xsk.samples.telemetry;

/**
 * A reading on its way: one record is the payload of one packet.
 *
 * @param sequence counts the records of an exporter, from 0
 * @param timestampNs when it was read, in nanoseconds since 1970
 * @param reading what was read
 */
public record TelemetryRecord(long sequence, long timestampNs, Reading reading) {}
