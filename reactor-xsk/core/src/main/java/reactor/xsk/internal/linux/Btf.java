package reactor.xsk.internal.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import reactor.xsk.XskException;

/**
 * The kernel's description of its own types, linux/btf.h; as much of it as it takes to find a
 * typedef and a member of a struct.
 *
 * <pre>{@code
 * struct btf_header {
 *     __u16 magic; __u8 version; __u8 flags;   //  0
 *     __u32 hdr_len;                           //  4
 *     __u32 type_off, type_len;                //  8, from the end of the header
 *     __u32 str_off, str_len;                  // 16
 * };
 * struct btf_type { __u32 name_off; __u32 info; __u32 size_or_type; };    // 12, and its details
 * struct btf_member { __u32 name_off; __u32 type; __u32 offset; };        // 12, offset in bits
 * }</pre>
 */
public final class Btf {

  private static final Path FILE = Path.of("/sys/kernel/btf/vmlinux");

  private static final int MAGIC = 0xeb9f;
  private static final int TYPE_BYTES = 12;
  private static final int MEMBER_BYTES = 12;

  private static final int KIND_INT = 1;
  private static final int KIND_ARRAY = 3;
  private static final int KIND_STRUCT = 4;
  private static final int KIND_UNION = 5;
  private static final int KIND_ENUM = 6;
  private static final int KIND_TYPEDEF = 8;
  private static final int KIND_FUNC_PROTO = 13;
  private static final int KIND_VAR = 14;
  private static final int KIND_DATASEC = 15;
  private static final int KIND_DECL_TAG = 17;
  private static final int KIND_ENUM64 = 19;

  private static final int NOT_FOUND = -1;

  private final ByteBuffer data;
  private final int strings;

  /** Where each type begins; the first has number 1. */
  private final int[] starts;

  private final int count;

  private Btf(ByteBuffer data, int strings, int[] starts, int count) {
    this.data = data;
    this.strings = strings;
    this.starts = starts;
    this.count = count;
  }

  /**
   * Reads the types of the running kernel.
   *
   * @param hint what to try if it does not give them
   * @throws XskException if it does not
   */
  public static Btf ofRunningKernel(String hint) {
    try {
      return parse(ByteBuffer.wrap(Files.readAllBytes(FILE)).order(ByteOrder.nativeOrder()));
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(e, hintFor(e, Files.exists(FILE), hint));
    }
  }

  /** A file that is there and cannot be opened: its kernel has types, and {@code hint} is wrong. */
  static String hintFor(Exception cause, boolean exists, String hint) {
    return cause instanceof IOException && exists
        ? "the file is there, see the cause: with too many open files raise ulimit -n"
            + " (LimitNOFILE=)"
        : hint;
  }

  /** What is said of types that cannot be read, or in which one is missing. */
  public static XskException unreadable(Exception cause, String hint) {
    return new XskException(
        "read(BTF)",
        0,
        "the kernel does not give its types",
        "file=" + FILE + ", cause=" + cause.getMessage(),
        hint,
        cause);
  }

  /**
   * Reads types.
   *
   * @throws IllegalArgumentException if this is no BTF
   */
  public static Btf parse(ByteBuffer data) {
    if (data.limit() < 24 || Short.toUnsignedInt(data.getShort(0)) != MAGIC) {
      throw new IllegalArgumentException("no BTF");
    }
    int header = data.getInt(4);
    int at = header + data.getInt(8);
    int end = at + data.getInt(12);
    int[] starts = new int[1 << 16];
    int count = 1;
    while (at < end) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, 2 * count);
      }
      starts[count++] = at;
      at += TYPE_BYTES + detailBytes(data.getInt(at + 4));
    }
    return new Btf(data, header + data.getInt(16), starts, count);
  }

  private static int detailBytes(int info) {
    int members = info & 0xffff;
    return switch (kind(info)) {
      case KIND_INT, KIND_VAR, KIND_DECL_TAG -> 4;
      case KIND_ARRAY -> 12;
      case KIND_STRUCT, KIND_UNION, KIND_DATASEC, KIND_ENUM64 -> members * 12;
      case KIND_ENUM, KIND_FUNC_PROTO -> members * 8;
      default -> 0;
    };
  }

  private static int kind(int info) {
    return info >> 24 & 0x1f;
  }

  /** The number of a typedef. */
  public int typedefId(String name) {
    return find(KIND_TYPEDEF, name);
  }

  /** Whether there is a struct of this name. */
  public boolean hasStruct(String name) {
    return idOf(KIND_STRUCT, name) != NOT_FOUND;
  }

  private int find(int kind, String name) {
    int id = idOf(kind, name);
    if (id == NOT_FOUND) {
      throw new IllegalArgumentException("no type " + name);
    }
    return id;
  }

  private int idOf(int kind, String name) {
    byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
    for (int id = 1; id < count; id++) {
      if (kind(data.getInt(starts[id] + 4)) == kind && isNamed(starts[id], wanted)) {
        return id;
      }
    }
    return NOT_FOUND;
  }

  /** Types and members begin with the place of their name. */
  private boolean isNamed(int at, byte[] wanted) {
    int name = strings + data.getInt(at);
    for (int i = 0; i < wanted.length; i++) {
      if (data.get(name + i) != wanted[i]) {
        return false;
      }
    }
    return data.get(name + wanted.length) == 0;
  }

  /** How many bytes a struct has. */
  public int sizeBytes(String struct) {
    return data.getInt(starts[find(KIND_STRUCT, struct)] + 8);
  }

  /** Whether a struct has a member of this name. */
  public boolean hasMember(String struct, String member) {
    return memberOffsetBits(find(KIND_STRUCT, struct), member.getBytes(StandardCharsets.US_ASCII))
        != NOT_FOUND;
  }

  /** Where a member of a struct lies, also if it is in a struct or union without a name. */
  public int memberOffsetBytes(String struct, String member) {
    int bits =
        memberOffsetBits(find(KIND_STRUCT, struct), member.getBytes(StandardCharsets.US_ASCII));
    if (bits == NOT_FOUND || bits % Byte.SIZE != 0) {
      throw new IllegalArgumentException("no member " + member + " in " + struct);
    }
    return bits / Byte.SIZE;
  }

  private int memberOffsetBits(int id, byte[] wanted) {
    int info = data.getInt(starts[id] + 4);
    for (int i = 0; i < (info & 0xffff); i++) {
      int at = starts[id] + TYPE_BYTES + i * MEMBER_BYTES;
      if (isNamed(at, wanted)) {
        return offsetBits(info, at);
      }
      int inner = isNamed(at, new byte[0]) ? anonymousOffsetBits(at, wanted) : NOT_FOUND;
      if (inner != NOT_FOUND) {
        return offsetBits(info, at) + inner;
      }
    }
    return NOT_FOUND;
  }

  private int anonymousOffsetBits(int at, byte[] wanted) {
    int type = data.getInt(at + 4);
    int kind = kind(data.getInt(starts[type] + 4));
    boolean compound = kind == KIND_STRUCT || kind == KIND_UNION;
    return compound ? memberOffsetBits(type, wanted) : NOT_FOUND;
  }

  /** Where the struct has bit fields, the upper byte is their size. */
  private int offsetBits(int info, int at) {
    boolean hasBitFields = info < 0;
    int offset = data.getInt(at + 8);
    return hasBitFields ? offset & 0xff_ffff : offset;
  }
}
