package reactor.xsk.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.xsk.internal.linux.Btf;

class KernelTypesTest {

  private static final int STRUCT = 4;
  private static final int TYPEDEF = 8;

  private final ByteBuffer types = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());
  private final StringBuilder strings = new StringBuilder("\0");

  /** Of Linux 6.18; of Linux 6.1, where the head has 40 bytes more; of 45 fragments, unaligned. */
  @ParameterizedTest
  @CsvSource({"112, 320, 3408", "152, 320, 3368", "112, 768, 2960", "112, 300, 3408"})
  void shouldFindTheLongestFrameOfARun(int pageHeadBytes, int tailBytes, int expected) {
    KernelTypes found = KernelTypes.of(kernel("xdp_features", pageHeadBytes, tailBytes));

    assertThat(found).isEqualTo(new KernelTypes(1, 2, 8, expected, true));
  }

  /** Linux 6.1 and before. */
  @Test
  void shouldNoticeAKernelThatDoesNotKnowWhichInterfacesTakeFrames() {
    assertThat(KernelTypes.of(kernel("wireless_handlers", 152, 320)).knowsFeatures()).isFalse();
  }

  private Btf kernel(String member, int pageHeadBytes, int tailBytes) {
    type("btf_trace_xdp_devmap_xmit", TYPEDEF, 0, 0);
    type("btf_trace_xdp_redirect_err", TYPEDEF, 0, 0);
    type("net_device", STRUCT, 2, 64);
    types.putInt(name("ifindex")).putInt(0).putInt(64);
    types.putInt(name(member)).putInt(0).putInt(96);
    type("xdp_page_head", STRUCT, 0, pageHeadBytes);
    type("skb_shared_info", STRUCT, 0, tailBytes);
    byte[] names = strings.toString().getBytes(StandardCharsets.US_ASCII);
    int length = types.position();
    ByteBuffer all = ByteBuffer.allocate(24 + length + names.length).order(types.order());
    all.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
    all.putInt(0).putInt(length).putInt(length).putInt(names.length);
    return Btf.parse(all.put(types.flip()).put(names).flip());
  }

  private void type(String name, int kind, int members, int sizeOrType) {
    types.putInt(name(name)).putInt(kind << 24 | members).putInt(sizeOrType);
  }

  private int name(String name) {
    int at = strings.length();
    strings.append(name).append('\0');
    return at;
  }
}
