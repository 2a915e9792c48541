package reactor.xsk.telemetry.ipfix;

/** A flow record, with octets that tshark 4.0, nfcapd 1.7 and nfacctd 1.7 agree on. */
record CheckedFlow(
    int sourceIPv4Address,
    int destinationIPv4Address,
    int sourceTransportPort,
    int destinationTransportPort,
    byte protocolIdentifier,
    byte ipClassOfService,
    short tcpControlBits,
    int ingressInterface,
    int egressInterface,
    long octetDeltaCount,
    long packetDeltaCount,
    long flowStartMilliseconds,
    long flowEndMilliseconds,
    byte flowEndReason) {

  static final CheckedFlow FIRST =
      new CheckedFlow(
          0xc0000201,
          0xc6336402,
          40_000,
          443,
          (byte) 6,
          (byte) 0,
          (short) 0x1b,
          2,
          3,
          123_456,
          100,
          0x0000019ac36f65a8L,
          0x0000019ac36f7548L,
          (byte) 3);

  static final CheckedFlow SECOND =
      new CheckedFlow(
          0xc0000203,
          0xc6336404,
          0x14e9,
          0x35,
          (byte) 17,
          (byte) 0,
          (short) 0x1b,
          2,
          3,
          120,
          1,
          0x0000019ac36f75acL,
          0x0000019ac36f7610L,
          (byte) 3);

  static final String TEMPLATE_SET =
      "00020040 0100000e"
          + "00080004 000c0004 00070002 000b0002 00040001 00050001 00060002 000a0004 000e0004"
          + "00010008 00020008 00980008 00990008 00880001";

  static final String DATA_SET =
      "01000076"
          + "c0000201 c6336402 9c40 01bb 06 00 001b 00000002 00000003 000000000001e240"
          + "0000000000000064 0000019ac36f65a8 0000019ac36f7548 03"
          + "c0000203 c6336404 14e9 0035 11 00 001b 00000002 00000003 0000000000000078"
          + "0000000000000001 0000019ac36f75ac 0000019ac36f7610 03";
}
