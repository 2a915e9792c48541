package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static reactor.xsk.kernel.support.Deadline.BIND_PATIENCE;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.XskSupport;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.NetdevQueues;
import reactor.xsk.kernel.support.Privileges;
import reactor.xsk.kernel.support.ProcessResources;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;

/**
 * What the kernel refuses, and what the exception says then. A failed create leaves nothing open.
 */
@RealKernel
class OpenErrorsKernelTest {

  private final VethPair pair = VethPair.create();
  private ProcessResources before = ProcessResources.now();

  @BeforeEach
  void noteWhatIsHeld() {
    XskSupport.unavailabilityCause(); // so that whatever is loaded once is loaded
    before = ProcessResources.now();
  }

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @Test
  void shouldNameThePermissionWhenCapNetRawIsMissing() {
    XskException failure =
        failureOf(
            () -> Privileges.without(Privileges.CAP_NET_RAW, () -> XskSender.create(small())));

    assertThat(failure.operation()).isEqualTo("socket(AF_XDP)");
    assertThatErrnoIs(failure, 1, "EPERM");
    assertThat(failure.values()).contains("interface=", "queue=0");
    assertThat(failure.hint()).contains("CAP_NET_RAW").contains("unshare -Urn");
  }

  @Test
  void shouldSayThatAfXdpIsUnavailableWhenCapNetRawIsMissing() throws Exception {
    XskException cause =
        Privileges.without(Privileges.CAP_NET_RAW, XskSupport::unavailabilityCause);

    assertThat(cause).isNotNull();
    assertThatErrnoIs(cause, 1, "EPERM");
    assertThat(cause.hint()).contains("CAP_NET_RAW");
    before.awaitAgain(PATIENCE);
  }

  @Test
  void shouldNameTheInterfaceWhenThereIsNone() {
    XskException failure = failureOf(() -> XskSender.create(XskConfig.builder("xsknone0").build()));

    assertThat(failure.operation()).isEqualTo("ioctl(SIOCGIFINDEX)");
    assertThatErrnoIs(failure, 19, "ENODEV");
    assertThat(failure.values()).contains("interface=xsknone0");
    assertThat(failure.hint()).contains("no such interface").contains("ip link");
  }

  @Test
  void shouldSayThatThisKernelHasNoBatchTransmit() {
    XskException failure =
        failureOf(
            () -> XskSender.create(small().toBuilder().mode(XskMode.COPY).kernelBatch(32).build()));

    assertThat(failure.reason()).isEqualTo("this kernel has no batch transmit in copy mode");
    assertThat(failure.values()).contains("missing=xdp_sock.generic_xmit_batch", "kernelBatch=32");
    assertThat(failure.hint()).contains("leave kernelBatch at 0");
  }

  @Test
  void shouldNameTheQueueWhenTheInterfaceHasNoSuchQueue() {
    XskException failure = failureOf(() -> XskSender.create(settings().queue(7).build()));

    assertThat(failure.operation()).isEqualTo("bind(AF_XDP)");
    assertThatErrnoIs(failure, 22, "EINVAL");
    assertThat(failure.values()).contains("interface=" + pair.near()).contains("queue=7");
    assertThat(failure.hint()).contains("the queue does not exist");
    if (NetdevQueues.of(new FfmLinuxCalls(), 1) != null) { // Linux lists queues from 6.8 on
      assertThat(failure.hint()).contains("the last of " + pair.near() + " is 0");
    }
  }

  @Test
  void shouldFailAfterTheBindTimeoutWhenAnotherSocketHoldsTheQueue() {
    try (XskSender first = XskSender.create(small())) {
      ProcessResources withFirst = ProcessResources.now();
      long startNs = System.nanoTime();
      XskException failure =
          catchThrowableOfType(
              XskException.class,
              () -> XskSender.create(settings().bindTimeout(Duration.ofMillis(300)).build()));
      Duration tried = Duration.ofNanos(System.nanoTime() - startNs);

      assertThat(failure.operation()).isEqualTo("bind(AF_XDP)");
      assertThatErrnoIs(failure, 16, "EBUSY");
      assertThat(failure.values()).contains("queue=0");
      assertThat(failure.hint()).contains("another AF_XDP socket").contains("bindTimeout");
      assertThat(tried).isGreaterThan(Duration.ofMillis(200));
      withFirst.awaitAgain(PATIENCE);
      assertThat(first.send(Flux.range(0, 10), SmallPacket::write).block(PATIENCE))
          .as("what the first sender can still do")
          .matches(report -> report.completed() == 10);
    }
    before.awaitAgain(PATIENCE);
  }

  @Test
  void shouldOpenWhenTheOtherSocketIsClosedWithinTheBindTimeout() throws Exception {
    XskSender first = XskSender.create(small());
    CompletableFuture<XskSender> second =
        CompletableFuture.supplyAsync(
            () -> XskSender.create(settings().bindTimeout(BIND_PATIENCE).build()));
    Thread.sleep(100); // so that it has been refused at least once
    assertThat(second).isNotDone();
    first.close();

    second.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).close();
    before.awaitAgain(PATIENCE);
  }

  @Test
  void shouldSayThatTheDriverHasNoZeroCopyWhenItIsDemanded() {
    XskException failure =
        failureOf(() -> XskSender.create(settings().mode(XskMode.ZERO_COPY).build()));

    assertThat(failure.operation()).isEqualTo("bind(AF_XDP)");
    assertThatErrnoIs(failure, 95, "EOPNOTSUPP");
    assertThat(failure.values()).contains("mode=ZERO_COPY");
    assertThat(failure.hint()).contains("zero-copy").contains("AUTO or COPY");
  }

  @Test
  void shouldNameTheLimitWhenTooMuchMemoryWouldBeLocked() {
    XskException failure =
        failureOf(
            () ->
                Privileges.without(
                    Privileges.CAP_IPC_LOCK,
                    () ->
                        Privileges.withLockedMemoryLimit(
                            64 << 10,
                            () ->
                                XskSender.create(
                                    settings()
                                        .frameCount(512)
                                        .bindTimeout(BIND_PATIENCE)
                                        .build()))));

    assertThat(failure.operation()).isEqualTo("setsockopt(XDP_UMEM_REG)");
    assertThatErrnoIs(failure, 105, "ENOBUFS");
    assertThat(failure.values()).contains("frameCount=512").contains("umemBytes=1048576");
    assertThat(failure.values()).contains("lockableBytes=65536").doesNotContain("waitedMs");
    assertThat(failure.hint()).contains("ulimit -l").contains("frameCount");
  }

  private XskConfig.Builder settings() {
    return XskConfig.builder(pair.near()).frameCount(64);
  }

  private XskConfig small() {
    return settings().build();
  }

  private XskException failureOf(ThrowingCallable attempt) {
    XskException failure = catchThrowableOfType(XskException.class, attempt);
    assertThat(failure).as("a typed failure").isNotNull();
    before.awaitAgain(PATIENCE);
    return failure;
  }

  private static void assertThatErrnoIs(XskException failure, int errno, String name) {
    assertThat(failure.errno()).isEqualTo(errno);
    assertThat(failure.reason()).isEqualTo(name);
    assertThat(failure).hasMessageContaining(name + " (" + errno + ")");
  }
}
