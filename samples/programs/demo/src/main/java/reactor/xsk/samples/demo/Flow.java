package reactor.xsk.samples.demo;

/**
 * A flow record whose other fields follow from its number, so that a collector sees what is wrong.
 *
 * @param flowId counts the flows of an export, from 0
 */
record Flow(long flowId, long octetDeltaCount, long packetDeltaCount) {

  static final int FLOW_ID = 148;
  static final int OCTET_DELTA_COUNT = 1;
  static final int PACKET_DELTA_COUNT = 2;

  static Flow of(long number) {
    long packets = 1 + number % 1_000;
    return new Flow(number, packets * (40 + number % 1_460), packets);
  }

  static Flow read(IpfixRecord record) {
    return new Flow(
        record.number(0, FLOW_ID),
        record.number(0, OCTET_DELTA_COUNT),
        record.number(0, PACKET_DELTA_COUNT));
  }
}
