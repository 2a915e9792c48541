package reactor.xsk.samples.exporter;

import reactor.xsk.telemetry.record.Field;

/** A flow of IPv4 packets. */
record FlowRecord(
    int sourceIPv4Address,
    int destinationIPv4Address,
    short sourceTransportPort,
    short destinationTransportPort,
    byte protocolIdentifier,
    byte ipClassOfService,
    @Field(sizeBytes = 1) int tcpControlBits,
    long octetDeltaCount,
    long packetDeltaCount,
    long flowStartMilliseconds,
    long flowEndMilliseconds) {}
