package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import reactor.xsk.XskConfig;
import reactor.xsk.internal.port.Ports;
import reactor.xsk.internal.port.TxPort;
import reactor.xsk.support.Await;
import reactor.xsk.virtual.VirtualKernel;

/** A lane that is asked to close before its port is open. */
class CloseWhileOpeningTest {

  private final XskConfig config =
      XskConfig.builder("virt0").virtualKernel(VirtualKernel.create()).build();
  private final Ports ports = Ports.of(config);
  private final CountDownLatch asked = new CountDownLatch(1);

  @Test
  void shouldCloseAsSoonAsItIsOpen() {
    Supplier<TxPort> opener = ports.ofLane(config)::open;
    Lane lane = new Lane(config, () -> openLate(opener));
    lane.start();

    lane.requestClose(System.nanoTime());
    asked.countDown();

    assertThat(lane.ended()).succeedsWithin(Await.DEADLINE);
  }

  private TxPort openLate(Supplier<TxPort> opener) {
    try {
      assertThat(asked.await(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return opener.get();
  }
}
