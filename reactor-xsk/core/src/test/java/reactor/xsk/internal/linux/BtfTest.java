package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Reads types that the test has written, number by number. */
class BtfTest {

  private static final String STRINGS =
      "\0int\0device\0name\0index\0flag\0event\0other\0"; // 0, 1, 5, 12, 17, 23, 28, 34

  private static final int INT = 1;
  private static final int ARRAY = 3;
  private static final int STRUCT = 4;
  private static final int UNION = 5;
  private static final int FWD = 7;
  private static final int TYPEDEF = 8;
  private static final int FUNC_PROTO = 13;

  private final ByteBuffer types = ByteBuffer.allocate(4_096).order(ByteOrder.nativeOrder());

  @Test
  void shouldFindATypedefBehindTypesOfAllSizes() {
    type(1, INT, 0, 4).putInt(32); //                       1
    type(0, ARRAY, 0, 0).putInt(1).putInt(1).putInt(16); // 2
    type(0, FUNC_PROTO, 2, 0).putLong(1).putLong(1); //     3
    type(28, FWD, 0, 0); //                                 4: a struct of the typedef's name
    type(28, TYPEDEF, 0, 3); //                             5

    assertThat(btf().typedefId("event")).isEqualTo(5);
  }

  @Test
  void shouldFindAMemberOfAStruct() {
    type(5, STRUCT, 2, 24);
    member(12, 1, 0);
    member(17, 1, 160);

    assertThat(btf().memberOffsetBytes("device", "index")).isEqualTo(20);
  }

  @Test
  void shouldTellTheSizeOfAStructAndWhetherItHasAMember() {
    type(5, STRUCT, 1, 24);
    member(17, 1, 160);
    Btf btf = btf();

    assertThat(btf.sizeBytes("device")).isEqualTo(24);
    assertThat(btf.hasMember("device", "index")).isTrue();
    assertThat(btf.hasMember("device", "flag")).isFalse();
    assertThatThrownBy(() -> btf.sizeBytes("other")).hasMessage("no type other");
  }

  @Test
  void shouldFindAMemberInAUnionWithoutANameInAStructWithoutAName() {
    type(0, UNION, 2, 8); // 1
    member(12, 9, 0);
    member(17, 9, 32);
    type(0, STRUCT, 1, 8); // 2
    member(0, 1, 64);
    type(5, STRUCT, 2, 64); // 3
    member(23, 2, 0); // it has a name: not looked into
    member(0, 2, 128);

    assertThat(btf().memberOffsetBytes("device", "index")).isEqualTo((128 + 64 + 32) / 8);
  }

  @Test
  void shouldReadTheOffsetOfAStructWithBitFields() {
    types.putInt(5).putInt(1 << 31 | STRUCT << 24 | 2).putInt(16);
    member(23, 1, 3 << 24 | 5);
    member(17, 1, 64);

    assertThat(btf().memberOffsetBytes("device", "index")).isEqualTo(8);
  }

  @Test
  void shouldNotTakeAPrefixForTheName() {
    type(5, STRUCT, 1, 24);
    member(17, 1, 0);
    Btf btf = btf();

    assertThatThrownBy(() -> btf.memberOffsetBytes("device", "ind"))
        .hasMessageContaining("no member ind in device");
    assertThatThrownBy(() -> btf.typedefId("eve")).hasMessageContaining("no type eve");
  }

  @Test
  void shouldRefuseWhatIsNoBtf() {
    assertThatThrownBy(() -> Btf.parse(ByteBuffer.allocate(64))).hasMessage("no BTF");
    assertThatThrownBy(() -> Btf.parse(ByteBuffer.allocate(3))).hasMessage("no BTF");
  }

  private ByteBuffer type(int name, int kind, int members, int sizeOrType) {
    return types.putInt(name).putInt(kind << 24 | members).putInt(sizeOrType);
  }

  private void member(int name, int type, int offset) {
    types.putInt(name).putInt(type).putInt(offset);
  }

  private Btf btf() {
    int length = types.position();
    ByteBuffer all = ByteBuffer.allocate(24 + length + 64).order(ByteOrder.nativeOrder());
    all.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
    all.putInt(0).putInt(length).putInt(length).putInt(STRINGS.length());
    all.put(types.duplicate().flip());
    STRINGS.chars().forEach(c -> all.put((byte) c));
    return Btf.parse(all.flip());
  }

  @Test
  void shouldNotBlameTheKernelForAFileThatIsThere() {
    IOException full = new IOException("/sys/kernel/btf/vmlinux: Too many open files");

    assertThat(Btf.hintFor(full, true, "another kernel")).contains("ulimit -n");
    assertThat(Btf.hintFor(full, false, "another kernel")).isEqualTo("another kernel");
    assertThat(Btf.hintFor(new IllegalArgumentException("no BTF"), true, "another kernel"))
        .isEqualTo("another kernel");
  }
}
