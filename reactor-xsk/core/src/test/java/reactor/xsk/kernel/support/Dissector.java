package reactor.xsk.kernel.support;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Wireshark's view of frames: a capture file in the making, and tshark over it. */
public final class Dissector implements AutoCloseable {

  private static final int MAGIC = 0xa1b2c3d4; // of libpcap: microseconds, big-endian
  private static final int LINKTYPE_ETHERNET = 1;
  private static final int MOST_BYTES = 65_535;
  private static final int ETHER_TYPE = 12;
  private static final int UDP = 17;

  private final Path file;
  private final OutputStream out;
  private int frames;

  /** A capture without a frame. */
  public Dissector(Path file) throws IOException {
    this.file = file;
    this.out = new BufferedOutputStream(Files.newOutputStream(file));
    ByteBuffer header = ByteBuffer.allocate(24).putInt(MAGIC).putShort((short) 2);
    header.putShort((short) 4).putInt(0).putInt(0).putInt(MOST_BYTES).putInt(LINKTYPE_ETHERNET);
    out.write(header.array());
  }

  /** Whether tshark is there. */
  public static boolean isInstalled() {
    try {
      Command.run("tshark", "--version");
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Adds a frame if it is UDP over IPv4 or IPv6 without a VLAN tag. */
  public void addUdp(byte[] frame, int lengthBytes) {
    int type = Short.toUnsignedInt(ByteBuffer.wrap(frame).getShort(ETHER_TYPE));
    boolean isUdp = (type == 0x0800 && frame[23] == UDP) || (type == 0x86dd && frame[20] == UDP);
    if (!isUdp) {
      return;
    }
    ByteBuffer header = ByteBuffer.allocate(16).putInt(0).putInt(0);
    try {
      out.write(header.putInt(lengthBytes).putInt(lengthBytes).array());
      out.write(frame, 0, lengthBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    frames++;
  }

  /** How many frames there are. */
  public int frames() {
    return frames;
  }

  /** How many frames pass a display filter, with all checksums checked. */
  public int count(String filter) throws IOException {
    out.flush();
    String[] command = {
      "tshark",
      "-n",
      "-r",
      file.toString(),
      "-o",
      "udp.check_checksum:TRUE",
      "-o",
      "ip.check_checksum:TRUE",
      "-Y",
      filter,
      "-T",
      "fields",
      "-e",
      "frame.number"
    };
    return (int) Command.run(command).lines().filter(it -> it.matches("[0-9]+")).count();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
