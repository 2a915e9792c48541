package reactor.xsk.samples.exporter;

import java.util.List;
import java.util.Map;

/**
 * The counters of this machine at one moment.
 *
 * @param timeMs milliseconds since 1970
 * @param interfaces of each interface
 * @param cpu times since boot in milliseconds: user, nice, system, idle, wait, irq, softirq, steal,
 *     guest, guest nice
 * @param memory values of /proc/meminfo in bytes
 * @param snmp rows of /proc/net/snmp by protocol
 * @param load load averages of one, five and fifteen minutes
 */
record HostReading(
    long timeMs,
    List<Interface> interfaces,
    List<Long> cpu,
    Map<String, Long> memory,
    Map<String, List<Long>> snmp,
    List<Float> load) {

  /** The counters of an interface. */
  record Interface(
      int index,
      String name,
      long receivedOctets,
      long receivedPackets,
      long receiveErrors,
      long receiveDrops,
      long multicast,
      long sentOctets,
      long sentPackets,
      long sendErrors,
      long sendDrops) {}
}
