package reactor.xsk.samples.exporter;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.xsk.telemetry.sflow.HostDisk;

/**
 * The counters of this machine at one moment.
 *
 * @param timeMs milliseconds since 1970
 * @param identity what it is
 * @param interfaces of each interface
 * @param processors of all processors
 * @param memory values of /proc/meminfo in bytes
 * @param paging values of /proc/vmstat
 * @param disk of all disks
 * @param snmp rows of /proc/net/snmp by protocol, counters by name
 */
record HostReading(
    long timeMs,
    Identity identity,
    List<Interface> interfaces,
    Processors processors,
    Map<String, Long> memory,
    Map<String, Long> paging,
    HostDisk disk,
    Map<String, Map<String, Long>> snmp) {

  /**
   * What a machine is.
   *
   * @param uuid zeros if it has none
   * @param architecture as the JVM names it
   * @param release of the kernel
   */
  record Identity(String hostName, UUID uuid, String architecture, String release) {}

  /** Whether both ends of a link can send at once. */
  enum Duplex {
    FULL,
    HALF,
    UNKNOWN;

    static Duplex of(@Nullable String text) {
      return "full".equals(text) ? FULL : "half".equals(text) ? HALF : UNKNOWN;
    }
  }

  /**
   * The state and the counters of an interface.
   *
   * @param hardwareType an ARPHRD_ constant of if_arp.h
   * @param bitsPerSecond 0 if the driver does not know it
   * @param enabled set up by the administrator
   * @param operational able to carry packets
   * @param macAddress six octets, if it has such an address; not to be changed
   */
  record Interface(
      int index,
      String name,
      int hardwareType,
      long bitsPerSecond,
      Duplex duplex,
      boolean enabled,
      boolean operational,
      boolean promiscuous,
      byte @Nullable [] macAddress,
      long receivedOctets,
      long receivedPackets,
      long receiveErrors,
      long receiveDrops,
      long multicast,
      long sentOctets,
      long sentPackets,
      long sendErrors,
      long sendDrops) {}

  /**
   * Processors and what runs on them.
   *
   * @param timesMs since boot in milliseconds: user, nice, system, idle, wait, irq, softirq, steal,
   *     guest, guest nice
   * @param load load averages of one, five and fifteen minutes
   * @param running threads that are running or ready to
   * @param threads all threads
   * @param count processors
   * @param megahertz speed of the first one, or 0 if the kernel does not show it
   * @param upSeconds since boot
   * @param interrupts since boot
   * @param contextSwitches since boot
   */
  record Processors(
      List<Long> timesMs,
      List<Float> load,
      long running,
      long threads,
      int count,
      long megahertz,
      long upSeconds,
      long interrupts,
      long contextSwitches) {}
}
