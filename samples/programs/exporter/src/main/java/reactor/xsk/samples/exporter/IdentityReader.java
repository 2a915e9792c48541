package reactor.xsk.samples.exporter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Reads what this machine is. */
final class IdentityReader {

  private static final UUID UNKNOWN = new UUID(0, 0);
  private static final String PURPOSE = "reactor.xsk.samples.exporter";

  private final MachineFiles files;

  IdentityReader(MachineFiles files) {
    this.files = files;
  }

  HostReading.Identity read() {
    return new HostReading.Identity(
        Objects.requireNonNullElse(files.value("proc/sys/kernel/hostname"), ""),
        uuid(),
        Objects.requireNonNullElse(System.getProperty("os.arch"), ""),
        Objects.requireNonNullElse(files.value("proc/sys/kernel/osrelease"), ""));
  }

  /**
   * A version 4 UUID made from the machine ID, which itself must not be seen on a network
   * (machine-id(5)).
   */
  private UUID uuid() {
    String machineId = files.value("etc/machine-id");
    if (machineId == null || !machineId.matches("[0-9a-f]{32}")) {
      return UNKNOWN;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(machineId), mac.getAlgorithm()));
      ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(PURPOSE.getBytes(StandardCharsets.US_ASCII)));
      long version4 = hash.getLong() & ~0xf000L | 0x4000L;
      long variant2 = hash.getLong() & ~(0b11L << 62) | (0b10L << 62);
      return new UUID(version4, variant2);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
