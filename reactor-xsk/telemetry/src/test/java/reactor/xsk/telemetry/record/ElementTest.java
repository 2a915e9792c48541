package reactor.xsk.telemetry.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ElementTest {

  @Test
  void shouldKnowTheRegistry() {
    assertThat(Elements.named("octetDeltaCount")).isSameAs(Elements.numbered(1));
    assertThat(Elements.named("tcpControlBits").type()).isEqualTo(ElementType.UNSIGNED16);
    assertThat(Elements.named("sourceIPv6Address").sizeBytes()).isEqualTo(16);
    assertThat(Elements.numbered(168).name()).isEqualTo("notSentOctetTotalCount");
    assertThat(Elements.named("flowStartNanoseconds").type())
        .isEqualTo(ElementType.DATE_TIME_NANOSECONDS);
    assertThat(Elements.named("mibObjectValueCounter").id()).isEqualTo(439);
    assertThatThrownBy(() -> Elements.named("octetDeltaCounts"))
        .hasMessageContaining("octetDeltaCounts");
    assertThatThrownBy(() -> Elements.numbered(0)).hasMessageContaining("element 0");
  }

  @Test
  void shouldRefuseASizeThatATypeCannotHave() {
    assertThat(Elements.named("octetDeltaCount").sized(3).sizeBytes()).isEqualTo(3);
    assertThat(Elements.named("samplingProbability").sized(4).sizeBytes()).isEqualTo(4);
    assertThat(Elements.named("interfaceName").sized(16).sizeBytes()).isEqualTo(16);
    refuses("octetDeltaCount", 0);
    refuses("octetDeltaCount", 9);
    refuses("samplingProbability", 2);
    refuses("sourceIPv4Address", 3);
    refuses("flowStartMilliseconds", 4);
    refuses("dot1qDEI", 2);
    refuses("interfaceName", 0);
  }

  private static void refuses(String name, int bytes) {
    Element element = Elements.named(name);
    assertThatThrownBy(() -> element.sized(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @Test
  void shouldRefuseNumbersThatAreOutOfRange() {
    assertThatThrownBy(() -> Element.enterprise(0, 1, "x", ElementType.UNSIGNED8))
        .hasMessageContaining("4294967295");
    assertThatThrownBy(() -> Element.enterprise(32473, 0x8000, "x", ElementType.UNSIGNED8))
        .hasMessageContaining("32767");
  }
}
