package reactor.xsk.internal.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Types of a kernel, written by a test. */
final class WrittenTypes {

  private static final int STRUCT = 4;

  private final ByteBuffer types = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());
  private final StringBuilder strings = new StringBuilder("\0");

  /** Adds a struct, with members of no type. */
  WrittenTypes struct(String name, String... members) {
    types.putInt(name(name)).putInt(STRUCT << 24 | members.length).putInt(64);
    for (String member : members) {
      types.putInt(name(member)).putInt(0).putInt(0);
    }
    return this;
  }

  Btf read() {
    byte[] names = strings.toString().getBytes(StandardCharsets.US_ASCII);
    int length = types.position();
    ByteBuffer all = ByteBuffer.allocate(24 + length + names.length).order(types.order());
    all.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
    all.putInt(0).putInt(length).putInt(length).putInt(names.length);
    return Btf.parse(all.put(types.flip()).put(names).flip());
  }

  private int name(String name) {
    int at = strings.length();
    strings.append(name).append('\0');
    return at;
  }
}
