package reactor.xsk.samples.demo;

import reactor.xsk.telemetry.record.ElementUnits;
import reactor.xsk.telemetry.record.Field;

/**
 * What the demo exports of this machine. What has no element in the registry is an element of
 * enterprise 32473, the number for documentation (RFC 5612).
 */
sealed interface HostRecord {

  long ENTERPRISE = 32473;
  int SENT_OCTETS = 1;
  int SENT_PACKETS = 2;
  int BUSY = 3;
  int IDLE = 4;

  /**
   * A line of {@code /proc/net/dev}: an interface since it was made.
   *
   * @param interfaceName at most 15 bytes
   * @param octetTotalCount received
   * @param packetTotalCount received
   */
  record InterfaceCounters(
      @Field(sizeBytes = 16) String interfaceName,
      long octetTotalCount,
      long packetTotalCount,
      @Field(enterprise = ENTERPRISE, id = SENT_OCTETS, units = ElementUnits.OCTETS)
          long sentOctetTotalCount,
      @Field(enterprise = ENTERPRISE, id = SENT_PACKETS, units = ElementUnits.PACKETS)
          long sentPacketTotalCount)
      implements HostRecord {}

  /**
   * The first line of {@code /proc/stat}: all CPUs since the start.
   *
   * @param busyMilliseconds in user code, in the kernel, and taken by the hypervisor
   * @param idleMilliseconds waiting for devices included
   */
  record CpuTimes(
      @Field(enterprise = ENTERPRISE, id = BUSY, units = ElementUnits.MILLISECONDS)
          long busyMilliseconds,
      @Field(enterprise = ENTERPRISE, id = IDLE, units = ElementUnits.MILLISECONDS)
          long idleMilliseconds)
      implements HostRecord {}
}
