package reactor.xsk.telemetry.sflow;

/**
 * Generic interface counters (counter record 1). A counter that is never known is {@link #UNKNOWN};
 * of others the low 32 bits are sent where the structure has no more.
 *
 * @param ifIndex the interface
 * @param ifType 6 for Ethernet
 * @param ifSpeed bits a second
 * @param ifDirection 1 full duplex, 2 half duplex, 0 unknown
 * @param ifStatus bit 0 administratively up, bit 1 operationally up
 * @param inOctets octets received
 * @param inUnicast unicast packets received
 * @param inMulticast multicast packets received
 * @param inBroadcast broadcast packets received
 * @param inDiscards received packets that were discarded
 * @param inErrors received packets with errors
 * @param inUnknownProtocols received packets of unknown protocols
 * @param outOctets octets sent
 * @param outUnicast unicast packets sent
 * @param outMulticast multicast packets sent
 * @param outBroadcast broadcast packets sent
 * @param outDiscards packets that were discarded instead of sent
 * @param outErrors packets that could not be sent for errors
 * @param promiscuous 1 in promiscuous mode, 0 not
 */
public record GenericInterface(
    long ifIndex,
    int ifType,
    long ifSpeed,
    int ifDirection,
    int ifStatus,
    long inOctets,
    long inUnicast,
    long inMulticast,
    long inBroadcast,
    long inDiscards,
    long inErrors,
    long inUnknownProtocols,
    long outOctets,
    long outUnicast,
    long outMulticast,
    long outBroadcast,
    long outDiscards,
    long outErrors,
    int promiscuous)
    implements SflowRecord {

  /** The value of a counter that is not known, and then never is. */
  public static final long UNKNOWN = -1;

  @Override
  public int format() {
    return 1;
  }

  @Override
  public int sizeBytes() {
    return 88;
  }

  @Override
  public void write(XdrWriter out) {
    out.u32(ifIndex).u32(ifType).u64(ifSpeed).u32(ifDirection).u32(ifStatus);
    out.u64(inOctets).u32(inUnicast).u32(inMulticast).u32(inBroadcast);
    out.u32(inDiscards).u32(inErrors).u32(inUnknownProtocols);
    out.u64(outOctets).u32(outUnicast).u32(outMulticast).u32(outBroadcast);
    out.u32(outDiscards).u32(outErrors).u32(promiscuous);
  }
}
