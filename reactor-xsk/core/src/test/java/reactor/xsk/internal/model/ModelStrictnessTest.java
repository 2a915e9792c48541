package reactor.xsk.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;
import reactor.xsk.support.Numbered;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualKernel;

/** The model is no kinder than the kernel: what fails there fails here, in the same words. */
class ModelStrictnessTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final VirtualKernel kernel = VirtualKernel.create();

  @Test
  void shouldFailAPacketWhoseWriterLetsAnotherThreadFillItsFrame() {
    try (XskSender sender = XskSender.create(config("virt0").build())) {
      SendReport report =
          sender
              .send(
                  Flux.range(0, 3),
                  (number, frame) -> {
                    CompletableFuture.runAsync(() -> frame.set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
                        .join();
                    return 60;
                  })
              .block(PATIENCE);

      assertThat(report.failed()).isEqualTo(3);
      assertThat(report.firstFailure()).hasMessageContaining("WrongThreadException");
    }
  }

  @Test
  void shouldKnowNoInterfaceButItsOwn() {
    XskSender.create(config("virt0").build()).close();

    assertThatThrownBy(() -> XskSender.create(config("virt1").build()))
        .isInstanceOf(XskException.class)
        .hasMessageStartingWith("ioctl(SIOCGIFINDEX) failed: ENODEV (19): interface=virt1 — ");
    XskSender.create(config("virt0").build()).close();
  }

  @Test
  void shouldKnowTheInterfaceThatItWasGivenFromTheBeginning() {
    VirtualKernel named = VirtualKernel.builder().interfaceName("eth7").build();

    assertThatThrownBy(
            () -> XskSender.create(XskConfig.builder("eth0").virtualKernel(named).build()))
        .hasMessageContaining("ENODEV");
    XskSender.create(XskConfig.builder("eth7").virtualKernel(named).build()).close();
  }

  @Test
  void shouldKeepTheQueueOfAClosedSenderUntilItsLastPacketIsFree() {
    kernel.setCompletions(VirtualCompletions.onDemand());
    try (XskSender sender = XskSender.create(config("virt0").build())) {
      sender.send(Flux.range(0, 5), Numbered.WRITER).subscribe(report -> {}, error -> {});
    }
    int waiting = kernel.waitingCompletions();

    assertThatThrownBy(() -> XskSender.create(config("virt0").build()))
        .hasMessageStartingWith("bind(AF_XDP) failed: EBUSY (16)");
    assertThat(kernel.complete(4)).isEqualTo(4);
    assertThatThrownBy(() -> XskSender.create(config("virt0").build()))
        .hasMessageStartingWith("bind(AF_XDP) failed: EBUSY (16)");
    assertThat(kernel.complete(4)).isEqualTo(1);
    XskSender.create(config("virt0").build()).close();
    assertThat(waiting).as("that no sender waits for any more").isZero();
  }

  @Test
  void shouldDropWhatIsLongerThanANewMtuAllowsAndTellItToNewSenders() {
    try (XskSender sender = XskSender.create(config("virt0").build())) {
      kernel.setMtu(1_000);
      SendReport report =
          sender.send(Flux.just(1_018, 1_019, 1_514), (length, frame) -> length).block(PATIENCE);

      assertThat(report.completed()).isEqualTo(1);
      assertThat(report.dropped()).isEqualTo(2);
      assertThat(sender.maxPacketBytes()).isEqualTo(1_514);
    }
    try (XskSender sender = XskSender.create(config("virt0").build())) {
      assertThat(sender.maxPacketBytes()).isEqualTo(1_014);
    }
  }

  private XskConfig.Builder config(String interfaceName) {
    return XskConfig.builder(interfaceName)
        .virtualKernel(kernel)
        .closeTimeout(Duration.ofMillis(50))
        .bindTimeout(Duration.ofMillis(20));
  }
}
