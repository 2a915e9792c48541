package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.XskPacketException;
import reactor.xsk.support.Await;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** What becomes of each item, and that it is reported truly: invariants 2, 4 and 6. */
@Timeout(60)
class OutcomesTest {

  private static final int BAD = 5;

  private record BadWriter(PacketWriter<Integer> writer, String reason, String inValues) {}

  static Stream<Named<BadWriter>> badWriters() {
    return Stream.of(
        Named.of(
            "throws",
            new BadWriter(
                (number, frame) -> {
                  throw new IllegalStateException("no such packet");
                },
                "the writer threw java.lang.IllegalStateException: no such packet",
                "item=java.lang.Integer")),
        Named.of(
            "leaves its frame",
            new BadWriter(
                (number, frame) -> {
                  frame.set(java.lang.foreign.ValueLayout.JAVA_BYTE, 1_518, (byte) 1);
                  return 60;
                },
                "the writer left its frame",
                "minimum=14, maximum=1514, maximumTagged=1518")),
        Named.of(
            "is too short",
            new BadWriter(
                (number, frame) -> 13,
                "the packet is too short",
                "length=13, minimum=14, maximum=1514")),
        Named.of(
            "is empty", new BadWriter((number, frame) -> 0, "the packet is too short", "length=0")),
        Named.of(
            "is negative",
            new BadWriter((number, frame) -> -1, "the packet is too short", "length=-1")),
        Named.of(
            "is too long",
            new BadWriter((number, frame) -> 1_515, "the packet is too long", "length=1515")));
  }

  @ParameterizedTest
  @MethodSource("badWriters")
  void shouldFailOnlyThePacketWhoseWriterDoesWrong(BadWriter bad) {
    Numbered.Receiver received = new Numbered.Receiver();
    try (VirtualSender sender = receiving(received)) {
      List<SendResult<Integer>> results = results(sender, bad.writer());

      assertThat(results.stream().filter(it -> !it.isCompleted()))
          .singleElement()
          .satisfies(
              failed -> {
                assertThat(failed.item()).isEqualTo(BAD);
                assertThat(failed.outcome()).isEqualTo(SendOutcome.FAILED);
                assertThat(failed.exception())
                    .asInstanceOf(type(XskPacketException.class))
                    .satisfies(
                        e -> {
                          assertThat(e.operation()).isEqualTo("write packet");
                          assertThat(e.reason()).isEqualTo(bad.reason());
                          assertThat(e.values()).contains(bad.inValues());
                          assertThat(e.hint()).isNotBlank();
                        });
              });
      assertThat(results).extracting(SendResult::item).doesNotHaveDuplicates().hasSize(100);
      assertThat(received.numbers())
          .as("packets sent, in order")
          .isEqualTo(Stream.iterate(0, n -> n + 1).limit(100).filter(n -> n != BAD).toList());
      assertThat(sender.counters().freeFrames()).as("free frames").isEqualTo(2_048);
    }
  }

  @ParameterizedTest
  @MethodSource("badWriters")
  void shouldReportTheFirstFailure(BadWriter bad) {
    try (VirtualSender sender = VirtualSender.open()) {
      SendReport report =
          sender.send(Flux.range(0, 100), badAt(BAD, bad.writer())).block(Await.DEADLINE);

      assertThat(report.accepted()).isEqualTo(100);
      assertThat(report.completed()).isEqualTo(99);
      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.bytes()).isEqualTo(99 * Numbered.BYTES);
      assertThat(report.isClean()).isFalse();
      assertThat(report.firstFailure()).hasMessageContaining(bad.reason());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 1_514})
  void shouldSendPacketsOfTheLeastAndOfTheGreatestLength(int length) {
    try (VirtualSender sender = VirtualSender.open()) {
      SendReport report =
          sender.send(Flux.just(length), (bytes, frame) -> bytes).block(Await.DEADLINE);

      assertThat(report.isClean()).isTrue();
      assertThat(report.bytes()).isEqualTo(length);
    }
  }

  @Test
  void shouldBoundPacketsByTheMtu() {
    VirtualKernel kernel = VirtualKernel.builder().mtu(100).build();
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      SendReport report =
          sender.send(Flux.just(114, 115), (bytes, frame) -> bytes).block(Await.DEADLINE);

      assertThat(sender.maxPacketBytes()).isEqualTo(114);
      assertThat(report.completed()).isEqualTo(1);
      assertThat(report.firstFailure()).hasMessageContaining("length=115");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 31})
  void shouldTellWhichPacketTheKernelDropped(int dropped) {
    Numbered.Receiver received = new Numbered.Receiver();
    try (VirtualSender sender = receiving(received)) {
      sender.kernel().onNextKicks(VirtualFault.busy().after(dropped));
      List<SendResult<Integer>> results = results(sender, Numbered.WRITER);

      assertThat(results.stream().filter(it -> !it.isCompleted()))
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.item()).isEqualTo(dropped);
                assertThat(it.outcome()).isEqualTo(SendOutcome.DROPPED);
                assertThat(it.exception())
                    .asInstanceOf(type(XskPacketException.class))
                    .satisfies(
                        e -> {
                          assertThat(e.errno()).isEqualTo(16);
                          assertThat(e.reason()).isEqualTo("EBUSY");
                          assertThat(e.values()).contains("length=60", sender.interfaceName());
                        });
              });
      assertThat(received.numbers()).hasSize(99).doesNotContain(dropped);
    }
  }

  @Test
  void shouldCountDroppedPackets() {
    try (VirtualSender sender = VirtualSender.open()) {
      sender.kernel().onNextKicks(VirtualFault.busy().times(3));
      SendReport report = sender.sendNumbers(Flux.range(0, 100)).block(Await.DEADLINE);

      assertThat(report.dropped()).isEqualTo(3);
      assertThat(report.completed()).isEqualTo(97);
      assertThat(report.firstFailure()).hasMessageContaining("EBUSY");
      assertThat(sender.counters().dropped()).isEqualTo(3);
      assertThat(sender.counters().linkWaits()).as("the link was up").isZero();
    }
  }

  @Test
  void shouldAddUpWhenAllKindsOfOutcomesMix() {
    try (VirtualSender sender = VirtualSender.open()) {
      sender.kernel().onNextKicks(VirtualFault.busy().after(3).times(10));
      SendReport report =
          sender
              .send(
                  Flux.range(0, 1_000),
                  (number, frame) -> number % 7 == 0 ? 1 : Numbered.WRITER.write(number, frame))
              .block(Await.DEADLINE);

      assertThat(report.accepted()).isEqualTo(1_000);
      assertThat(report.failed()).isEqualTo(143);
      assertThat(report.dropped()).isEqualTo(10);
      assertThat(report.completed()).isEqualTo(1_000 - 143 - 10);
      assertThat(sender.counters().accepted()).isEqualTo(1_000);
      assertThat(sender.counters().failed()).isEqualTo(143);
      assertThat(sender.counters().dropped()).isEqualTo(10);
      assertThat(sender.counters().completed()).isEqualTo(1_000 - 143 - 10);
    }
  }

  private static VirtualSender receiving(Numbered.Receiver received) {
    return VirtualSender.open(VirtualKernel.builder().onPacket(received).build(), it -> it);
  }

  private static List<SendResult<Integer>> results(
      VirtualSender sender, PacketWriter<Integer> whenBad) {
    return sender
        .<Integer>sendWithResults(Flux.range(0, 100), badAt(BAD, whenBad))
        .collectList()
        .block(Await.DEADLINE);
  }

  private static PacketWriter<Integer> badAt(int bad, PacketWriter<Integer> whenBad) {
    return (number, frame) -> (number == bad ? whenBad : Numbered.WRITER).write(number, frame);
  }
}
