package reactor.xsk.kernel.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.BitSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.xsk.BusyPollOptions;
import reactor.xsk.SendOutcome;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;

/** Busy polling of virtio_net, whose transmit queue has a poll of its own. */
@VirtualCard
class CardPollingKernelTest {

  private static final BusyPollOptions POLLING =
      BusyPollOptions.forAtMost(Duration.ofNanos(20_000));

  @BeforeEach
  void makeReady() {
    Card.makeReady();
  }

  @ParameterizedTest
  @EnumSource(names = {"COPY", "ZERO_COPY"})
  void shouldSendWhileItPolls(XskMode mode) throws Exception {
    try (CardStream stream = CardStream.start(CardStream.settings(mode).busyPoll(POLLING))) {
      stream.awaitProgress();
      stream.assertThatAllArrives();
    }
  }

  @Test
  void shouldSendInCopyModeWhilePollingIsPreferred() throws Exception {
    try (CardStream stream =
        CardStream.start(CardStream.settings(XskMode.COPY).busyPoll(POLLING.preferred(64)))) {
      stream.awaitProgress();
      stream.assertThatAllArrives();
    }
  }

  /** With zero-copy the kernel polls the receive queue instead of waking the driver. */
  @Test
  void shouldFailAndNameTheSettingWhenPollingIsPreferredWithZeroCopy() throws Exception {
    try (CardStream stream =
        CardStream.start(
            CardStream.settings(XskMode.ZERO_COPY)
                .busyPoll(POLLING.preferred(64))
                .completionTimeout(Duration.ofSeconds(2)))) {
      XskException failure = stream.awaitFailure();

      assertThat(failure.hint()).contains("leave BusyPollOptions.preferred out");
      assertThat(stream.of(SendOutcome.COMPLETED)).isEqualTo(new BitSet());
      assertThat(Card.arrivals()).as("arrived").isEqualTo(new BitSet());
      stream.assertThatAccountsAreTrue();
    }
  }
}
