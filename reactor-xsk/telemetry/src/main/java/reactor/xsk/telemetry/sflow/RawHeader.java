package reactor.xsk.telemetry.sflow;

import java.util.Arrays;

/**
 * The first octets of a sampled packet (flow record 1).
 *
 * @param protocol 1 Ethernet, 11 IPv4, 12 IPv6
 * @param frameBytes the length of the packet on the wire, the frame check sequence included
 * @param strippedBytes octets that were taken off before the header was; 4 for the frame check
 *     sequence
 * @param header the first octets; the array is not copied
 */
public record RawHeader(int protocol, int frameBytes, int strippedBytes, byte[] header)
    implements SflowRecord {

  private static final int FCS_BYTES = 4;

  /**
   * The beginning of an Ethernet frame.
   *
   * @param frame the frame, without its frame check sequence
   * @param maxBytes the most that is sent of it; 128 by default in sFlow
   * @return the record
   */
  public static RawHeader ofEthernet(byte[] frame, int maxBytes) {
    byte[] header = frame.length <= maxBytes ? frame : Arrays.copyOf(frame, maxBytes);
    return new RawHeader(1, frame.length + FCS_BYTES, FCS_BYTES, header);
  }

  @Override
  public int format() {
    return 1;
  }

  @Override
  public int sizeBytes() {
    return 16 + XdrWriter.padded(header.length);
  }

  @Override
  public void write(XdrWriter out) {
    out.u32(protocol).u32(frameBytes).u32(strippedBytes).opaque(header);
  }
}
