package reactor.xsk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.XskConfig;
import reactor.xsk.XskDeviceCounters;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.Operation;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.internal.linux.SocketPlans;
import reactor.xsk.internal.linux.XskKernel;
import reactor.xsk.internal.linux.XskSocket;
import reactor.xsk.internal.model.VirtualKernels;
import reactor.xsk.virtual.VirtualKernel;

class PortOpenerTest {

  private static final int FOR_EVER = Integer.MAX_VALUE;

  private final VirtualKernel kernel = VirtualKernel.builder().queues(2).build();
  private final XskKernel sockets = VirtualKernels.of(kernel);

  @Test
  void shouldOpenOnceTheQueueIsNoLongerBusy() {
    kernel.failBind(Errno.EBUSY, 3);

    try (TxPort port = new PortOpener(sockets, config().build()).open()) {
      assertThat(port.freeFrames()).isEqualTo(16);
    }
  }

  @Test
  void shouldTryOnceWhenTheBindTimeoutIsZero() {
    AtomicInteger attempts = new AtomicInteger();

    assertThatThrownBy(() -> open(busyKernel(attempts), config().bindTimeout(Duration.ZERO)))
        .isInstanceOf(XskException.class)
        .hasMessageStartingWith("bind(AF_XDP) failed: EBUSY (16)");

    assertThat(attempts).hasValue(1);
  }

  @Test
  void shouldGiveUpWithinTheBindTimeoutWhenTheQueueStaysBusy() {
    kernel.failBind(Errno.EBUSY, FOR_EVER);
    long startNs = System.nanoTime();

    assertThatThrownBy(() -> open(sockets, config().bindTimeout(Duration.ofMillis(60))))
        .isInstanceOf(XskException.class)
        .hasMessageContaining("EBUSY (16)")
        .hasMessageContaining("interface=virt0, queue=0")
        .hasMessageMatching(".* waitedMs=\\d+ .*");

    assertThat(Duration.ofNanos(System.nanoTime() - startNs))
        .isBetween(Duration.ofMillis(20), Duration.ofSeconds(10));
  }

  @Test
  void shouldWaitLongerAfterEachAttempt() {
    AtomicInteger attempts = new AtomicInteger();

    assertThatThrownBy(
            () -> open(busyKernel(attempts), config().bindTimeout(Duration.ofMillis(60))))
        .isInstanceOf(XskException.class);

    // waits of 1, 2, 4, 8, 16 ms; waits that did not grow would make sixty of them
    assertThat(attempts.get()).isLessThanOrEqualTo(12);
  }

  @Test
  void shouldOpenOnceTheMemoryOfAClosedSocketIsUnlocked() {
    AtomicInteger attempts = new AtomicInteger();
    XskKernel full =
        new KernelOf(
            plan -> {
              if (attempts.incrementAndGet() < 3) {
                throw Operation.REGISTER_UMEM.failed(-Errno.ENOBUFS, plan.describe());
              }
              return sockets.open(plan);
            });

    open(full, config()).close();

    assertThat(attempts).hasValue(3);
  }

  @Test
  void shouldNotWaitForMemoryThatIsAboveTheLimitByItself() {
    AtomicInteger attempts = new AtomicInteger();
    XskKernel limited =
        new XskKernel() {
          @Override
          public XskSocket open(SocketPlan plan) {
            attempts.incrementAndGet();
            throw Operation.REGISTER_UMEM.failed(-Errno.ENOBUFS, plan.describe());
          }

          @Override
          public long lockableBytes() {
            return 16 * 2_048 - 1;
          }

          @Override
          public XskDeviceCounters deviceCounters(String interfaceName) {
            throw new UnsupportedOperationException();
          }
        };

    assertThatThrownBy(() -> open(limited, config()))
        .isInstanceOf(XskException.class)
        .hasMessageStartingWith("setsockopt(XDP_UMEM_REG) failed: ENOBUFS (105)");

    assertThat(attempts).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EINVAL, Errno.EPERM, Errno.ENODEV, Errno.EOPNOTSUPP, Errno.ENETDOWN})
  void shouldNotTryAgainWhenAnythingElseIsWrong(int errno) {
    kernel.failBind(errno, 1);

    assertThatThrownBy(() -> open(sockets, config()))
        .isInstanceOfSatisfying(
            XskException.class, failure -> assertThat(failure.errno()).isEqualTo(errno));
  }

  @ParameterizedTest
  @CsvSource({"AUTO, AUTO, COPY", "COPY, COPY, COPY", "ZERO_COPY, ZERO_COPY, COPY"})
  void shouldAskForTheConfiguredModeAndReportTheGrantedOne(
      XskMode mode, SocketPlan.Binding asked, XskMode granted) {
    List<SocketPlan> plans = new ArrayList<>();
    XskKernel recording =
        new KernelOf(
            plan -> {
              plans.add(plan);
              return sockets.open(plan);
            });

    try (TxPort port = new PortOpener(recording, plainConfig(mode)).open()) {
      assertThat(port.mode()).isEqualTo(granted);
    }
    assertThat(plans).containsExactly(SocketPlans.of("eth9", 1, asked, 64, 4_096, 32, 16, 256));
  }

  @Test
  void shouldReportZeroCopyWhenTheKernelGrantedIt() {
    XskKernel granting =
        new KernelOf(plan -> override(sockets.open(plan), "isZeroCopy", () -> true));

    try (TxPort port = new PortOpener(granting, plainConfig(XskMode.AUTO)).open()) {
      assertThat(port.mode()).isEqualTo(XskMode.ZERO_COPY);
    }
  }

  @Test
  void shouldReportVirtualOverAModel() {
    try (TxPort port = new PortOpener(sockets, config().build()).open()) {
      assertThat(port.mode()).isEqualTo(XskMode.VIRTUAL);
    }
  }

  @Test
  void shouldHaveNoSocketForModeBulk() {
    assertThatThrownBy(() -> new PortOpener(sockets, plainConfig(XskMode.BULK)).open())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mode BULK has no socket");
  }

  @Test
  void shouldLeaveNothingOpenWhenThePortCannotBeBuilt() {
    XskKernel broken =
        new KernelOf(
            plan ->
                override(
                    sockets.open(plan),
                    "umem",
                    () -> {
                      throw new IllegalStateException("no memory");
                    }));
    assertThatThrownBy(() -> open(broken, config())).hasMessage("no memory");

    // the queue would be busy if the first socket were still open
    open(sockets, config().bindTimeout(Duration.ZERO)).close();
  }

  private record KernelOf(Function<SocketPlan, XskSocket> opener) implements XskKernel {

    @Override
    public XskSocket open(SocketPlan plan) {
      return opener.apply(plan);
    }

    @Override
    public XskDeviceCounters deviceCounters(String interfaceName) {
      throw new UnsupportedOperationException();
    }
  }

  private interface Answer {
    Object get();
  }

  private static XskSocket override(XskSocket socket, String method, Answer answer) {
    return (XskSocket)
        Proxy.newProxyInstance(
            XskSocket.class.getClassLoader(),
            new Class<?>[] {XskSocket.class},
            (proxy, called, arguments) ->
                called.getName().equals(method) ? answer.get() : called.invoke(socket, arguments));
  }

  private static XskKernel busyKernel(AtomicInteger attempts) {
    return new KernelOf(
        plan -> {
          attempts.incrementAndGet();
          throw Operation.BIND.failed(-Errno.EBUSY, plan.describe());
        });
  }

  private static TxPort open(XskKernel kernel, XskConfig.Builder config) {
    return new PortOpener(kernel, config.build()).open();
  }

  private XskConfig.Builder config() {
    return XskConfig.builder("virt0")
        .virtualKernel(kernel)
        .batchSize(8)
        .frameCount(16)
        .txRingSize(8)
        .bindTimeout(Duration.ofSeconds(20));
  }

  private static XskConfig plainConfig(XskMode mode) {
    return XskConfig.builder("eth9")
        .queue(1)
        .mode(mode)
        .batchSize(16)
        .frameCount(64)
        .frameSize(4_096)
        .txRingSize(32)
        .build();
  }
}
