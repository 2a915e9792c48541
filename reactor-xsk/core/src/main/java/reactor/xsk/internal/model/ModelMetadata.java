package reactor.xsk.internal.model;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.OptionalLong;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.IfXdp;
import reactor.xsk.internal.linux.MetadataPlan;
import reactor.xsk.internal.linux.NetdevFamily;
import reactor.xsk.internal.linux.NetdevFamily.Features;
import reactor.xsk.internal.linux.XskTxMetadata;
import reactor.xsk.virtual.VirtualTransmit;

/** The metadata of packets as the kernel reads it: xsk_skb_metadata, net/xdp/xsk.c. */
final class ModelMetadata {

  private final MemorySegment umem;
  private final MetadataPlan plan;
  private final long known;
  private long lastTimeNs;

  ModelMetadata(MemorySegment umem, MetadataPlan plan) {
    this.umem = umem;
    this.plan = plan;
    this.known = XskTxMetadata.TIMESTAMP | XskTxMetadata.CHECKSUM | XskTxMetadata.LAUNCH_TIME;
  }

  /** What the device offers: with zero-copy all that there is, without nothing. */
  static Features features(VirtualTransmit transmit) {
    long offloads =
        NetdevFamily.XSK_TX_TIMESTAMP
            | NetdevFamily.XSK_TX_CHECKSUM
            | NetdevFamily.XSK_TX_LAUNCH_TIME;
    return transmit == VirtualTransmit.ZERO_COPY
        ? new Features(NetdevFamily.XSK_ZEROCOPY, IfXdp.MOST_DESCRIPTORS_OF_A_PACKET, offloads)
        : new Features(0, 0, 0);
  }

  private long place(ModelPacket packet) {
    return packet.address(0) - plan.headroomBytes();
  }

  /**
   * Whether a packet, of which the first descriptor is there, may be taken: 0 or an errno, negated.
   */
  int check(ModelPacket packet) {
    if (!packet.hasMetadata()) {
      return 0;
    }
    if (!plan.isAny()) {
      return -Errno.EINVAL;
    }
    long at = place(packet);
    int fieldEnd =
        asks(packet, XskTxMetadata.CHECKSUM)
            ? XskTxMetadata.checksumStart(umem, at) + XskTxMetadata.checksumOffset(umem, at) + 2
            : 0;
    boolean valid =
        (XskTxMetadata.flags(umem, at) & ~known) == 0 && fieldEnd <= packet.lengthBytes(0);
    return valid ? 0 : -Errno.EINVAL;
  }

  private boolean asks(ModelPacket packet, long flag) {
    return packet.hasMetadata() && (XskTxMetadata.flags(umem, place(packet)) & flag) != 0;
  }

  /** The packet with its checksum, if it asks for one: a copy, since the frame stays as it is. */
  MemorySegment withChecksum(ModelPacket packet, MemorySegment bytes) {
    if (!asks(packet, XskTxMetadata.CHECKSUM)) {
      return bytes;
    }
    MemorySegment copy = MemorySegment.ofArray(bytes.toArray(JAVA_BYTE));
    int start = XskTxMetadata.checksumStart(umem, place(packet));
    int field = start + XskTxMetadata.checksumOffset(umem, place(packet));
    int sum = sum(copy, start);
    copy.set(JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN), field, (short) (sum == 0 ? 0xffff : sum));
    return copy;
  }

  /** The complement of the sum of 16-bit words (RFC 1071). */
  private static int sum(MemorySegment bytes, int start) {
    long sum = 0;
    for (long i = start; i < bytes.byteSize(); i++) {
      int shift = ((i - start) & 1) == 0 ? 8 : 0;
      sum += (long) (bytes.get(JAVA_BYTE, i) & 0xff) << shift;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (int) ~sum & 0xffff;
  }

  /** When the packet is to leave, if it says so. */
  OptionalLong launchTimeNs(ModelPacket packet) {
    return asks(packet, XskTxMetadata.LAUNCH_TIME)
        ? OptionalLong.of(XskTxMetadata.launchTime(umem, place(packet)))
        : OptionalLong.empty();
  }

  /** The packet leaves: writes the time over what it asked for, if it wants to know. */
  void transmitted(ModelPacket packet) {
    if (asks(packet, XskTxMetadata.TIMESTAMP)) {
      Instant now = Instant.now();
      long nowNs = now.getEpochSecond() * 1_000_000_000L + now.getNano();
      lastTimeNs = Math.max(lastTimeNs + 1, nowNs);
      XskTxMetadata.setTimestamp(umem, place(packet), lastTimeNs);
    }
  }
}
