package reactor.xsk.kernel.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.SmallPacket;

/**
 * Mode BULK on a driver that takes frames of XDP only with a program attached, and two senders: the
 * first brings the program, the second finds the driver willing.
 */
@VirtualCard
class CardBulkKernelTest {

  private static final int EOPNOTSUPP = 95;
  private static final int PACKETS = 100;

  /** The card sets other queues aside for what a program sends. */
  @BeforeEach
  void makeReady() {
    Card.makeReady();
    Card.setQueues(2);
  }

  @Test
  void shouldFailTheSecondSenderWhenTheProgramLeavesWithTheFirst() {
    assumeFalse(
        System.getProperty("os.version").startsWith("6.1."),
        "before 6.3 the kernel does not say that the driver wants a program, so it is on a tap");
    try (XskSender first = XskSender.create(settings(XskMode.BULK));
        XskSender second = XskSender.create(settings(XskMode.BULK))) {
      assertThat(Card.xdpProgram()).isNotEmpty();
      assertThat(send(second).completed()).isEqualTo(PACKETS);

      closeWithItsProgram(first);

      XskException failure = catchThrowableOfType(XskException.class, () -> send(second));
      assertThat(failure.errno()).isEqualTo(EOPNOTSUPP);
    }
  }

  @Test
  void shouldGoOverToCopyModeWhenTheProgramLeavesWithTheFirst() {
    try (XskSender first = XskSender.create(settings(XskMode.BULK));
        XskSender second = XskSender.create(settings(XskMode.AUTO))) {
      assertThat(second.mode()).isNotEqualTo(XskMode.AUTO);
      boolean bulk = second.mode() == XskMode.BULK; // else the kernel has zero-copy, or cannot say
      closeWithItsProgram(first);

      SendReport report = send(second);

      assertThat(report.completed() + report.dropped()).isEqualTo(PACKETS);
      if (bulk) {
        assertThat(second.mode()).isEqualTo(XskMode.COPY);
      }
    }
  }

  /** The kernel may detach it a moment after its link was closed. */
  private static void closeWithItsProgram(XskSender first) {
    first.disposeLater().block(PATIENCE);
    Eventually.hold("no program is left", PATIENCE, () -> Card.xdpProgram().isEmpty());
  }

  private static XskConfig settings(XskMode mode) {
    return XskConfig.builder(Card.NAME)
        .mode(mode)
        .bulkAllowed(mode == XskMode.AUTO)
        .completionTimeout(Duration.ofSeconds(2))
        .build();
  }

  private static SendReport send(XskSender sender) {
    SendReport report = sender.send(Flux.range(0, PACKETS), SmallPacket::write).block(PATIENCE);
    assertThat(report).isNotNull();
    return report;
  }
}
