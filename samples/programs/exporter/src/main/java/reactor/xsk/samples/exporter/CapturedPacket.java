package reactor.xsk.samples.exporter;

/** A packet of a capture: its time in milliseconds since 1970, its link type, and its octets. */
record CapturedPacket(long timeMs, int linkType, byte[] octets) {}
