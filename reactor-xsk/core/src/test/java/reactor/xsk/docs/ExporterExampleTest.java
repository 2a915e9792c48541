package reactor.xsk.docs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.Packet;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** The worked example of docs/testing.md: how a program that sends is tested without a kernel. */
class ExporterExampleTest {

  /** What is to be tested: it is given its sender, and does not know what kernel it is of. */
  static final class LineExporter {

    private static final byte[] HEADER = new byte[14]; // a real one has addresses and a type

    private final XskSender sender;

    LineExporter(XskSender sender) {
      this.sender = sender;
    }

    Mono<SendReport> export(Flux<String> lines) {
      return sender.send(lines.map(LineExporter::encode));
    }

    private static Packet encode(String line) {
      byte[] text = line.getBytes(StandardCharsets.UTF_8);
      byte[] frame = new byte[HEADER.length + text.length];
      System.arraycopy(HEADER, 0, frame, 0, HEADER.length);
      System.arraycopy(text, 0, frame, HEADER.length, text.length);
      return Packet.of(frame);
    }
  }

  private final List<String> sent = new CopyOnWriteArrayList<>();

  private final VirtualKernel kernel =
      VirtualKernel.builder()
          .onPacket(
              packet -> {
                byte[] text = packet.asSlice(14).toArray(JAVA_BYTE);
                sent.add(new String(text, StandardCharsets.UTF_8));
              })
          .build();

  private XskSender open() {
    return XskSender.create(
        XskConfig.builder("virt0")
            .virtualKernel(kernel)
            .completionTimeout(Duration.ofMillis(200))
            .build());
  }

  @Test
  void shouldSendEveryLineInOrder() {
    try (XskSender sender = open()) {
      SendReport report = new LineExporter(sender).export(Flux.just("a", "b", "c")).block();
      assertThat(report.isClean()).isTrue();
    }
    assertThat(sent).containsExactly("a", "b", "c");
  }

  @Test
  void shouldReportTheLineThatTheDeviceDropped() {
    kernel.onNextKicks(VirtualFault.busy().after(1)); // sends one packet, drops the next: EBUSY
    try (XskSender sender = open()) {
      SendReport report = new LineExporter(sender).export(Flux.just("a", "b", "c")).block();
      assertThat(report.dropped()).isEqualTo(1);
      assertThat(report.completed()).isEqualTo(2);
    }
    assertThat(sent).containsExactly("a", "c");
  }

  @Test
  void shouldCountALineThatDoesNotFitAsFailed() {
    String tooLong = "x".repeat(1_501);
    try (XskSender sender = open()) {
      SendReport report = new LineExporter(sender).export(Flux.just("a", tooLong, "c")).block();
      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.firstFailure()).hasMessageContaining("the packet is too long");
    }
  }

  @Test
  void shouldSayThatTheKernelDoesNotGiveFramesBack() {
    kernel.setCompletions(VirtualCompletions.onDemand()); // and complete() is never called
    Flux<String> open = Flux.just("a", "b", "c").concatWith(Flux.never());
    try (XskSender sender = open()) {
      Mono<SendReport> export = new LineExporter(sender).export(open);
      assertThatThrownBy(export::block)
          .isInstanceOf(XskException.class)
          .hasMessageContaining("the kernel does not give frames back");
    }
  }
}
