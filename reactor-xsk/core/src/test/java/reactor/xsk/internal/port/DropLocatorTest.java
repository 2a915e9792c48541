package reactor.xsk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.xsk.support.RandomSequences;

/** Indices as a kernel shows them after each call; "published" is what user space can read. */
class DropLocatorTest {

  private final DropLocator locator = new DropLocator(0);

  @Nested
  class WithANewerKernelThatPublishesWhatItConsumes {

    @Test
    void shouldFindTheFirstPacketWhenTheCallDroppedItAtOnce() {
      assertThat(locator.dropped(1)).isZero();
    }

    @Test
    void shouldFindTheLastConsumedPacketWhenOthersWereSentBeforeIt() {
      assertThat(locator.dropped(5)).isEqualTo(4);
    }

    @Test
    void shouldFindOnePacketPerCallWithoutCarrier() {
      assertThat(new int[] {locator.dropped(1), locator.dropped(2), locator.dropped(3)})
          .containsExactly(0, 1, 2);
    }

    @Test
    void shouldGoOnBehindCallsWithoutADrop() {
      locator.noDrop(8);

      assertThat(locator.dropped(11)).isEqualTo(10);
    }

    @Test
    void shouldFindThePacketAcrossTheWrap() {
      DropLocator late = new DropLocator(0xFFFF_FFFE);
      late.noDrop(0xFFFF_FFFF);

      assertThat(late.dropped(2)).isEqualTo(1);
      assertThat(late.consumed()).isEqualTo(2);
    }
  }

  @Nested
  class WithAnOlderKernelThatPublishesOnlyWhatWasSent {

    @Test
    void shouldFindTheFirstPacketAlthoughTheIndexStandsStill() {
      assertThat(locator.dropped(0)).isZero();
    }

    @Test
    void shouldGoOnePacketFurtherWithEachDropWhileTheIndexStandsStill() {
      assertThat(new int[] {locator.dropped(0), locator.dropped(0), locator.dropped(0)})
          .containsExactly(0, 1, 2);
    }

    @Test
    void shouldBelieveTheIndexAgainOnceItHasCaughtUp() {
      locator.dropped(0);
      locator.dropped(0);

      assertThat(locator.dropped(6)).isEqualTo(5);
    }

    @Test
    void shouldNotFallBackToAnIndexThatLags() {
      locator.dropped(0);
      locator.dropped(0);
      locator.noDrop(1);

      assertThat(locator.consumed()).isEqualTo(2);
      assertThat(locator.dropped(1)).isEqualTo(2);
    }

    @Test
    void shouldFindPacketsAcrossTheWrap() {
      DropLocator late = new DropLocator(0xFFFF_FFFF);

      assertThat(late.dropped(0xFFFF_FFFF)).isEqualTo(0xFFFF_FFFF);
      assertThat(late.dropped(0xFFFF_FFFF)).isZero();
    }
  }

  @Test
  void shouldFindEveryDropOfRandomKernels() {
    RandomSequences.run(200, random -> playRandomKernel(random, random.nextBoolean()));
  }

  /**
   * A kernel of either generation: each call sends a few packets and may then drop one. An older
   * one publishes at the start of some calls what it has consumed, namely when it had come to the
   * end of what it had read and reads the ring again.
   */
  private static void playRandomKernel(Random random, boolean older) {
    int start = random.nextBoolean() ? 0xFFFF_FFF0 : 0x7FFF_FFF0; // signed and unsigned wrap
    DropLocator locator = new DropLocator(start);
    int consumed = start;
    int published = start;
    List<Integer> dropped = new ArrayList<>();
    List<Integer> found = new ArrayList<>();
    for (int call = 0; call < 100; call++) {
      int sent = random.nextInt(3);
      boolean drops = random.nextBoolean();
      boolean readsAgain = random.nextInt(4) == 0;
      published = readsAgain ? consumed : published;
      consumed += sent + (drops ? 1 : 0);
      if (sent > 0 || !older) {
        published = consumed;
      }
      if (drops) {
        dropped.add(consumed - 1);
        found.add(locator.dropped(published));
      } else {
        locator.noDrop(published);
      }
    }
    assertThat(found).isEqualTo(dropped);
    assertThat(locator.consumed()).isEqualTo(consumed);
  }
}
