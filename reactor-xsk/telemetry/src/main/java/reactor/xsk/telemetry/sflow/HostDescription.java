package reactor.xsk.telemetry.sflow;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * The host (counter record 2000).
 *
 * @param hostName at most 64 octets are sent
 * @param uuid its identity; of zeros if unknown
 * @param machineType 3 x86_64, 10 arm, 0 unknown
 * @param osName 2 Linux, 0 unknown
 * @param osRelease for example {@code 6.18.44}; at most 32 octets are sent
 */
public record HostDescription(
    String hostName, UUID uuid, int machineType, int osName, String osRelease)
    implements SflowRecord {

  @Override
  public int format() {
    return 2000;
  }

  @Override
  public int sizeBytes() {
    return 4
        + XdrWriter.padded(octets(hostName, 64).length)
        + 16
        + 8
        + 4
        + XdrWriter.padded(octets(osRelease, 32).length);
  }

  @Override
  public void write(XdrWriter out) {
    out.opaque(octets(hostName, 64));
    out.u64(uuid.getMostSignificantBits()).u64(uuid.getLeastSignificantBits());
    out.u32(machineType).u32(osName).opaque(octets(osRelease, 32));
  }

  private static byte[] octets(String text, int most) {
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    return octets.length <= most ? octets : Arrays.copyOf(octets, most);
  }
}
