package reactor.xsk.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.Pace;
import reactor.xsk.kernel.support.PacketTap;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.VethPair;

/** Packets that are longer than a page, over a veth with an MTU of 9,000. */
@RealKernel
class ChainsKernelTest {

  private static final int PACKETS = 20_000;
  private static final int MOST_ON_THE_WAY = 100;
  private static final int NUMBER_AT = 14;

  private final VethPair pair = VethPair.create(9_000);
  private final AtomicInteger received = new AtomicInteger();
  private final List<String> wrong = new ArrayList<>();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @Test
  void shouldDeliverPacketsOfAllLengthsWholeAndInOrder() {
    try (PacketTap tap = PacketTap.ofLongPackets(pair.far());
        XskSender sender = create(64)) {
      CompletableFuture<SendReport> sent =
          sender
              .send(
                  Pace.numbers(PACKETS, MOST_ON_THE_WAY, received::get),
                  (number, frame) -> write(number, lengthOf(number), frame))
              .toFuture();
      byte[] buffer = new byte[16_384];
      Eventually.hold(
          "all packets have arrived",
          PATIENCE.multipliedBy(4),
          () -> {
            tap.read(buffer, 64, this::check);
            return received.get() == PACKETS || !wrong.isEmpty();
          });

      assertThat(wrong).isEmpty();
      assertThat(sent.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join())
          .extracting(SendReport::completed)
          .isEqualTo((long) PACKETS);
      assertThat(tap.dropped()).isZero();
      assertThat(sender.counters().freeFrames()).isEqualTo(64);
    }
  }

  @Test
  void shouldTakeTheLongestPacketAndNoLonger() {
    try (XskSender sender = create(64)) {
      assertThat(sender.maxPacketBytes()).isEqualTo(9_014);
      SendReport report =
          Objects.requireNonNull(
              sender
                  .send(
                      Flux.just(9_014, 9_015),
                      (length, frame) -> length <= 9_014 ? write(0, length, frame) : length)
                  .block(PATIENCE));

      assertThat(report.completed()).isEqualTo(1);
      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.firstFailure()).hasMessageContaining("the packet is too long");
      assertThat(sender.deviceCounters().txPackets()).isEqualTo(1);
      assertThat(sender.deviceCounters().txBytes()).isEqualTo(9_014);
    }
  }

  @Test
  void shouldCountAChainThatTheDeviceDropsAsOnePacket() {
    VethPair.down(pair.far()); // no carrier: copy mode drops one packet, and the loop waits
    try (XskSender sender = create(64)) {
      CompletableFuture<SendReport> sent =
          sender.send(Flux.range(0, 10), (number, frame) -> write(number, 9_000, frame)).toFuture();
      Eventually.hold("a packet is dropped", PATIENCE, () -> sender.counters().dropped() == 1);
      VethPair.up(pair.far());

      SendReport report = sent.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
      assertThat(report.completed()).isEqualTo(9);
      assertThat(report.dropped()).isEqualTo(1);
      assertThat(sender.counters().freeFrames()).isEqualTo(64);
    }
  }

  @Test
  void shouldSendFramesOfTheMostDescriptors() {
    pair.setMtu(60_000);
    try (XskSender sender = create(config(16).frameSize(65_536).txRingSize(512).batchSize(16))) {
      SendReport report =
          Objects.requireNonNull(
              sender
                  .send(Flux.range(0, 100), (number, frame) -> write(number, 60_014, frame))
                  .block(PATIENCE));

      assertThat(report.completed()).isEqualTo(100);
      assertThat(sender.deviceCounters().txBytes()).isEqualTo(100 * 60_014);
    }
  }

  private XskSender create(int frames) {
    return create(config(frames).frameSize(16_384));
  }

  private static XskSender create(XskConfig.Builder settings) {
    try {
      return XskSender.create(settings.build());
    } catch (XskException e) {
      assumeFalse(e.hint().contains("need Linux 6.6"), e.getMessage());
      throw e;
    }
  }

  private XskConfig.Builder config(int frames) {
    return XskConfig.builder(pair.near()).mode(XskMode.COPY).frameCount(frames);
  }

  /** Most are long; every tenth is short. */
  private static int lengthOf(int number) {
    SplittableRandom random = new SplittableRandom(number);
    return number % 10 == 0 ? 60 + random.nextInt(1_400) : 4_000 + random.nextInt(5_015);
  }

  private static int write(int number, int length, MemorySegment frame) {
    frame.asSlice(0, 12).fill((byte) 2);
    frame.set(JAVA_BYTE, 12, (byte) (PacketTap.ETHER_TYPE >> 8));
    frame.set(JAVA_BYTE, 13, (byte) PacketTap.ETHER_TYPE);
    frame.set(JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), NUMBER_AT, number);
    for (int i = NUMBER_AT + 4; i < length; i++) {
      frame.set(JAVA_BYTE, i, (byte) (number + i * 31));
    }
    return length;
  }

  private void check(byte[] bytes, int length) {
    int number = received.getAndIncrement();
    byte[] expected = new byte[length];
    int expectedLength = lengthOf(number);
    if (length == expectedLength) {
      write(number, length, MemorySegment.ofArray(expected));
    }
    for (int i = 0; i < length; i++) {
      if (length != expectedLength || bytes[i] != expected[i]) {
        wrong.add("packet %d of %d bytes, at %d".formatted(number, length, i));
        return;
      }
    }
  }
}
