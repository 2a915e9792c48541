package reactor.xsk.samples.xskgen;

import picocli.CommandLine.Option;

/** What stands in frames; picocli hands the command line over in fields. */
final class FrameOptions {

  private static final int LEAST_BYTES = 64;
  private static final int MOST_BYTES = 9_728;

  @Option(
      names = {"-s", "--tx-pkt-size"},
      paramLabel = "BYTES",
      description = "Length of a frame with its check sequence of 4 (default: ${DEFAULT-VALUE}).")
  private int sizeBytes = 64;

  @Option(
      names = {"-P", "--tx-pkt-pattern"},
      paramLabel = "HEX",
      description = "What payloads are filled with (default: ${DEFAULT-VALUE}).")
  private String pattern = "0x12345678";

  @Option(
      names = {"-V", "--tx-vlan"},
      description = "Send VLAN tags.")
  private boolean tagged;

  @Option(
      names = {"-J", "--tx-vlan-id"},
      paramLabel = "ID",
      description = "1 to 4095 (default: ${DEFAULT-VALUE}).")
  private int vlanId = 1;

  @Option(
      names = {"-K", "--tx-vlan-pri"},
      paramLabel = "N",
      description = "0 to 7 (default: ${DEFAULT-VALUE}).")
  private int vlanPriority = 0;

  @Option(
      names = {"-G", "--tx-dmac"},
      paramLabel = "MAC",
      description = "Destination (default: ${DEFAULT-VALUE}).")
  private String destinationMac = "3c:fd:fe:9e:7f:71";

  @Option(
      names = {"-H", "--tx-smac"},
      paramLabel = "MAC",
      description = "Source (default: ${DEFAULT-VALUE}).")
  private String sourceMac = "ec:b1:d7:98:3a:c0";

  @Option(
      names = {"-y", "--tstamp"},
      description = "Number and time stamp, as the kernel's pktgen writes them.")
  private boolean stamped;

  /** As xdpsock does: more than was asked for where a stamp needs it. */
  int sizeBytes() {
    return stamped ? Math.max(sizeBytes, XdpsockFrame.minStampedBytes(tagged)) : sizeBytes;
  }

  boolean isStamped() {
    return stamped;
  }

  int pattern() {
    return Integer.parseUnsignedInt(pattern.replaceFirst("^0[xX]", ""), 16);
  }

  /** -1 without a tag. */
  int vlanTci() {
    return tagged ? vlanPriority << 13 | vlanId : -1;
  }

  String destinationMac() {
    return destinationMac;
  }

  String sourceMac() {
    return sourceMac;
  }

  /** What is wrong with these options, or the empty string. */
  String error() {
    if (sizeBytes < LEAST_BYTES || sizeBytes > MOST_BYTES) {
      return "-s must be %d to %d: %d".formatted(LEAST_BYTES, MOST_BYTES, sizeBytes);
    }
    if (vlanId < 0 || vlanId > 4_095 || vlanPriority < 0 || vlanPriority > 7) {
      return "-J must be 0 to 4095 and -K 0 to 7: %d, %d".formatted(vlanId, vlanPriority);
    }
    if (!pattern.matches("(0[xX])?[0-9a-fA-F]{1,8}")) {
      return "-P must be up to 8 hexadecimal digits: " + pattern;
    }
    String mac = "[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){5}"; // as ether_aton(3)
    return destinationMac.matches(mac) && sourceMac.matches(mac)
        ? ""
        : "-G and -H must be as 02:00:00:00:00:01: %s, %s".formatted(destinationMac, sourceMac);
  }
}
