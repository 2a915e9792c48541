package reactor.xsk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reactor.xsk.SendOutcome.COMPLETED;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.xsk.XskCompletionException;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualDescriptor;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** What chains add to {@link PortContract}: descriptors, and frames that come back in parts. */
class ChainPortTest {

  private static final int FRAME_BYTES = 16_384;

  private final PortFixture rig = chains(it -> it.completions(VirtualCompletions.onDemand()));

  private static PortFixture chains(UnaryOperator<VirtualKernel.Builder> settings) {
    return PortFixture.ofChains(it -> settings.apply(it.traceDescriptors()));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @ParameterizedTest
  @CsvSource({"14, 1", "4096, 1", "4097, 2", "8192, 2", "8193, 3", "14014, 4"})
  void shouldPutAsManyDescriptorsAsAPacketHasChunks(int lengthBytes, int descriptors) {
    int frame = rig.write(7);
    rig.port.put(frame, lengthBytes, false);
    rig.port.submit();
    rig.kickAll();

    List<VirtualDescriptor> trace = rig.kernel.trace();
    assertThat(trace).hasSize(descriptors);
    for (int n = 0; n < descriptors; n++) {
      boolean last = n == descriptors - 1;
      assertThat(trace.get(n).umemAddress()).isEqualTo((long) frame * FRAME_BYTES + n * 4_096L);
      assertThat(trace.get(n).continued()).as("descriptor %d", n).isEqualTo(!last);
      assertThat(trace.get(n).lengthBytes()).isEqualTo(last ? lengthBytes - n * 4_096 : 4_096);
    }
    assertThat(rig.delivered).containsExactly("7:" + lengthBytes);
  }

  @Test
  void shouldFreeAFrameWhenItsLastChunkHasComeBack() {
    int[] frames = rig.publish(2);
    rig.kickAll();

    rig.kernel.complete(3);
    assertThat(rig.reap()).isZero();
    assertThat(rig.port.inFlight()).isEqualTo(2);
    rig.kernel.complete(1);
    assertThat(rig.reap()).isEqualTo(1);
    assertThat(rig.outcomes.byFrame).containsOnlyKeys(frames[0]).containsValue(COMPLETED);
    rig.kernel.complete(4);
    assertThat(rig.reap()).isEqualTo(1);
    assertThat(rig.port.inFlight()).isZero();
  }

  @Test
  void shouldCountAPacketAsPendingUntilItsLastDescriptorIsTaken() {
    rig.publish(4);
    assertThat(rig.port.pending()).isEqualTo(4);

    rig.takeOnly(1);
    rig.kick();
    assertThat(rig.port.pending()).isEqualTo(3);
    rig.takeOnly(2);
    rig.kick();
    assertThat(rig.port.pending()).isEqualTo(1);
    rig.kick();
    assertThat(rig.port.pending()).isZero();
  }

  @Test
  void shouldCountPendingPacketsInAFullRing() {
    for (int i = 0; i < PortRig.FRAMES; i++) {
      rig.port.put(rig.write(i), 14_014, false);
    }
    rig.port.submit();

    assertThat(rig.port.room(1)).isZero();
    assertThat(rig.port.pending()).isEqualTo(PortRig.FRAMES);
  }

  @Test
  void shouldRefuseAChunkThatComesBackTwice() {
    int[] frames = rig.publish(1);
    rig.kickAll();
    rig.kernel.complete(1);
    rig.reap();

    rig.kernel.completeAddress((long) frames[0] * FRAME_BYTES);

    assertThatThrownBy(rig::reap)
        .isInstanceOf(XskCompletionException.class)
        .hasMessageContaining("a chunk of a frame that it does not have");
    assertThat(rig.port.inFlight()).isEqualTo(1);
  }

  @Test
  void shouldRefuseAChunkThatThePacketDidNotHave() {
    int frame = rig.write(0);
    rig.port.put(frame, 9_014, false);
    rig.port.submit();
    rig.kickAll();

    rig.kernel.completeAddress((long) frame * FRAME_BYTES + 3 * 4_096);

    assertThatThrownBy(rig::reap).isInstanceOf(XskCompletionException.class);
  }

  @Test
  void shouldPublishNoPartOfAPacketThatTheRingHasNoRoomFor() {
    try (PortFixture full = chains(it -> it.completions(VirtualCompletions.onDemand()))) {
      full.kernel.onNextKicks(VirtualFault.stall());
      full.publish(6);
      full.port.put(full.write(6), 9_014, false);
      full.port.submit();
      assertThat(full.port.room(8)).as("5 entries are left, of 4 for a packet").isEqualTo(1);
    }
  }
}
