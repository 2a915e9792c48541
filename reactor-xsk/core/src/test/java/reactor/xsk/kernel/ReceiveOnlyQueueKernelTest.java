package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.NetdevQueues;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.VethPair;

/** An interface with two receive queues and one to transmit: the kernel binds to either. */
@RealKernel
class ReceiveOnlyQueueKernelTest {

  private final VethPair pair = VethPair.withReceiveQueues(2);

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @Test
  void shouldRefuseAQueueOfWhichTheKernelWouldTakeNoPacket() {
    assumeTrue(NetdevQueues.of(new FfmLinuxCalls(), 1) != null, "queues are listed from Linux 6.8");

    XskException failure =
        catchThrowableOfType(XskException.class, () -> XskSender.create(queue(1)).close());

    assertThat(failure.reason()).isEqualTo("the queue only receives");
    assertThat(failure.hint()).contains("the last transmit queue of " + pair.near() + " is 0");
    XskSender.create(queue(0)).close();
  }

  private XskConfig queue(int queue) {
    return XskConfig.builder(pair.near()).mode(XskMode.COPY).queue(queue).frameCount(64).build();
  }
}
