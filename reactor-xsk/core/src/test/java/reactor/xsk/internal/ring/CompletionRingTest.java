package reactor.xsk.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.XskException;

class CompletionRingTest {

  private static final int ENTRIES = 4;
  private static final int START = 0xFFFF_FFFE;

  private final RingFixture shared = RingFixture.of(ENTRIES, Long.BYTES, START);
  private final CompletionRing ring = new CompletionRing(shared.ring);

  @Test
  void shouldHaveNothingAvailableBeforeTheKernelCompletes() {
    assertThat(ring.available()).isZero();
  }

  @Test
  void shouldReadTheAddressesInTheOrderOfCompletion() {
    complete(0x800, 0x1_0000_0000L, 0);

    assertThat(ring.available()).isEqualTo(3);
    assertThat(read(3)).containsExactly(0x800, 0x1_0000_0000L, 0);
  }

  @Test
  void shouldLeaveInTheRingWhatWasOnlyRead() {
    complete(0x800, 0x1000);
    ring.available();
    read(2);

    ring.take(1);

    assertThat(ring.available()).isEqualTo(1);
    assertThat(read(1)).containsExactly(0x1000);
  }

  @Test
  void shouldReadOnWhereItLeftOff() {
    complete(1, 2);
    ring.available();
    ring.take(2);
    ring.release();
    complete(3, 4, 5, 6);

    assertThat(ring.available()).isEqualTo(ENTRIES);
    assertThat(read(4)).containsExactly(3, 4, 5, 6);
  }

  @ParameterizedTest
  @ValueSource(ints = {ENTRIES + 1, -1, 0x4000_0000, Integer.MIN_VALUE})
  void shouldRefuseAnImpossibleProducerIndex(int ahead) {
    shared.setProducer(START + ahead);

    assertThatThrownBy(ring::available)
        .isInstanceOf(XskException.class)
        .hasMessageContaining("the producer index of the completion ring is impossible")
        .hasMessageContaining(
            "producer=%s, consumer=4294967294".formatted(Integer.toUnsignedString(START + ahead)));
  }

  @Test
  void shouldShowIndicesAsTheUnsignedNumbersTheyAre() {
    assertThat(ring).hasToString("CompletionRing(consumed=4294967294, available=0)");
  }

  private long[] read(int count) {
    long[] addresses = new long[count];
    ring.read(addresses, count);
    return addresses;
  }

  private void complete(long... addresses) {
    for (long address : addresses) {
      shared.setLongAt((long) (shared.producer() & (ENTRIES - 1)) * Long.BYTES, address);
      shared.setProducer(shared.producer() + 1);
    }
  }
}
