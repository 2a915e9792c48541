package reactor.xsk.samples.exporter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A /proc and a /sys of our own, with one interface and one disk at first. */
final class FakeMachine {

  static final String MACHINE_ID = "0123456789abcdef0123456789abcdef";

  private final Path root;

  FakeMachine(Path root) {
    this.root = root;
    file("proc/sys/kernel/hostname", "fake\n");
    file("proc/sys/kernel/osrelease", "6.18.0\n");
    file("etc/machine-id", MACHINE_ID + "\n");
    file(
        "proc/stat",
        """
        cpu  1 2 3 4 5 6 7 8 9 10
        cpu0 1 1 1 1 1 1 1 1 1 1
        cpu1 0 1 2 3 4 5 6 7 8 9
        intr 1000 1 2 3
        ctxt 2000
        """);
    file("proc/loadavg", "0.25 0.50 1.00 3/257 26973\n");
    file("proc/uptime", "18804.48 7947.35\n");
    file("proc/cpuinfo", "processor\t: 0\ncpu MHz\t\t: 2596.120\n");
    file("proc/meminfo", "MemTotal:       2048 kB\nHugePages_Total:       0\n");
    file("proc/vmstat", "pswpin 11\npswpout 12\n");
    file("proc/mounts", "proc /proc proc rw 0 0\n");
    file(
        "proc/diskstats",
        " 254 0 vda 10 1 20 30 40 1 50 60 0 70 80\n 254 1 vda1 9 1 19 29 39 1 49 59 0 69 79\n");
    directory("sys/block/vda/device");
    file("proc/net/snmp", SNMP);
    received("eth0", 1_000);
    link("eth0", 2);
  }

  /** Of Linux 6.18: it has InCsumErrors and two OutRateLimit counters between those of the MIB. */
  private static final String SNMP =
      """
      Ip: Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors ForwDatagrams InUnknownProtos \
      InDiscards InDelivers OutRequests OutDiscards OutNoRoutes ReasmTimeout ReasmReqds ReasmOKs \
      ReasmFails FragOKs FragFails FragCreates OutTransmits
      Ip: 1 64 103 104 105 106 107 108 109 110 111 112 113 114 115 116 117 118 119 120
      Icmp: InMsgs InErrors InCsumErrors InDestUnreachs InTimeExcds InParmProbs InSrcQuenchs \
      InRedirects InEchos InEchoReps InTimestamps InTimestampReps InAddrMasks InAddrMaskReps \
      OutMsgs OutErrors OutRateLimitGlobal OutRateLimitHost OutDestUnreachs OutTimeExcds \
      OutParmProbs OutSrcQuenchs OutRedirects OutEchos OutEchoReps OutTimestamps OutTimestampReps \
      OutAddrMasks OutAddrMaskReps
      Icmp: 1 2 0 3 4 5 6 7 8 9 10 0 11 12 13 14 0 0 15 16 17 18 19 20 21 22 23 24 25
      IcmpMsg: InType3
      IcmpMsg: 2
      Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets \
      CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors
      Tcp: 1 200 120000 -1 5 6 7 8 9 10 11 12 13 14 15
      Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors \
      IgnoredMulti MemErrors
      Udp: 1 2 3 4 5 6 7 8 9
      """;

  Path root() {
    return root;
  }

  /** Sets the only interface that the process's namespace has. */
  FakeMachine received(String name, long bytes) {
    return file(
        "proc/net/dev",
        "Inter-|   Receive\n face |bytes\n  %s: %d 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
            .formatted(name, bytes));
  }

  /** An Ethernet device that is up, with counters that all differ. */
  FakeMachine link(String name, int index) {
    set(name, "ifindex", index);
    set(name, "type", 1);
    set(name, "flags", "0x1103");
    set(name, "operstate", "up");
    set(name, "carrier", 1);
    set(name, "speed", 2_500);
    set(name, "duplex", "full");
    set(name, "address", "02:00:00:00:00:0a");
    set(name, "statistics/rx_bytes", 1_000);
    set(name, "statistics/rx_packets", 20);
    set(name, "statistics/rx_errors", 3);
    set(name, "statistics/rx_dropped", 4);
    set(name, "statistics/rx_missed_errors", 50);
    set(name, "statistics/multicast", 6);
    set(name, "statistics/tx_bytes", 7_000);
    set(name, "statistics/tx_packets", 80);
    set(name, "statistics/tx_errors", 9);
    return set(name, "statistics/tx_dropped", 10);
  }

  FakeMachine set(String interfaceName, String file, Object value) {
    return file("sys/class/net/" + interfaceName + "/" + file, value + "\n");
  }

  FakeMachine file(String path, String text) {
    try {
      Files.createDirectories(root.resolve(path).getParent());
      Files.writeString(root.resolve(path), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void directory(String path) {
    try {
      Files.createDirectories(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FakeMachine remove(String interfaceName, String file) {
    try {
      Files.delete(root.resolve("sys/class/net/" + interfaceName + "/" + file));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HostReading read() {
    return new HostReader(root).read();
  }
}
