package reactor.xsk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static reactor.xsk.SendOutcome.COMPLETED;
import static reactor.xsk.internal.port.PortRig.FRAMES;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.XskException;
import reactor.xsk.internal.port.TxPort.KickResult;

/** Frames, windows and kicks, of every port. */
class PortContractTest extends PortContract {

  PortContractTest(Supplier<PortRig> kind) {
    super(kind);
  }

  @Test
  void shouldStartWithAllFramesFree() {
    assertThat(rig.port.frameCount()).isEqualTo(FRAMES);
    assertThat(rig.port.freeFrames()).isEqualTo(FRAMES);
    assertThat(rig.port.inFlight()).isZero();
    assertThat(rig.port.pending()).isZero();
    assertThat(rig.port.maxPacketBytes()).isEqualTo(rig.maxPacketBytes());
  }

  @Test
  void shouldCarryAWindowOutAndGiveItsFramesBack() {
    int[] frames = rig.publish(3);

    assertThat(rig.kick()).isEqualTo(KickResult.DONE);
    assertThat(rig.reap()).isEqualTo(3);

    assertThat(rig.outcomes.framesThatAre(COMPLETED))
        .containsExactly(frames[0], frames[1], frames[2]);
    assertThat(rig.port.freeFrames()).isEqualTo(FRAMES);
    assertThat(rig.port.inFlight()).isZero();
    assertThat(rig.port.pending()).isZero();
  }

  @Test
  void shouldCarryPacketsInTheOrderInWhichTheyArePutWithTheirBytesAndLengths() {
    int first = rig.write(10);
    int second = rig.write(11);
    int third = rig.write(12);
    rig.port.giveBack(rig.write(13));
    rig.port.put(third, 1_514, true);
    rig.port.put(first, 14, true);
    rig.port.put(second, 60, false);
    rig.port.submit();

    rig.kickAll();

    assertThat(rig.delivered).containsExactly("12:1514", "10:14", "11:60");
  }

  @Test
  void shouldCarryAWindowThatIsPutAtOnceInItsOrderWithItsBytesAndLengths() {
    int[] frames = {rig.write(10), rig.write(11), rig.write(12), rig.write(13)};
    rig.port.giveBack(frames[3]);
    rig.port.putWindow(frames, new int[] {1_514, 14, 60, 0}, 3);
    rig.port.submit();

    rig.kickAll();

    assertThat(rig.delivered).containsExactly("10:1514", "11:14", "12:60");
  }

  @Test
  void shouldNotTakeAWindowWithAFrameFromOneWhoDoesNotOwnIt() {
    int free = rig.port.acquire();
    rig.port.giveBack(free);

    assertThatIllegalStateException()
        .isThrownBy(() -> rig.port.putWindow(new int[] {free}, new int[] {60}, 1));
  }

  @Test
  void shouldShowTheKernelNothingBeforeSubmit() {
    rig.put(3);

    rig.kick();

    assertThat(rig.delivered).isEmpty();
    assertThat(rig.reap()).isZero();
  }

  @Test
  void shouldCountPublishedFramesAsInFlightUntilTheyAreReaped() {
    rig.publish(3);
    assertThat(rig.port.pending()).isEqualTo(3);
    rig.kick();

    assertThat(rig.port.inFlight()).isEqualTo(3);
    assertThat(rig.port.freeFrames()).isEqualTo(FRAMES - 3);
    rig.reap();
    assertThat(rig.port.inFlight()).isZero();
  }

  @Test
  void shouldHandOutEachFrameOnceWithMemoryOfItsOwn() {
    Map<Integer, MemorySegment> frames = new HashMap<>();
    for (int i = 0; i < FRAMES; i++) {
      int frame = rig.write(i);
      frames.put(frame, rig.port.frame(frame));
    }

    assertThat(rig.port.freeFrames()).isZero();
    assertThat(frames).hasSize(FRAMES);
    assertThat(frames.values().stream().map(PortRig::numberOf).distinct()).hasSize(FRAMES);
    assertThat(frames.values())
        .allMatch(frame -> frame.byteSize() == rig.port.maxPacketBytes() + 4);
  }

  @Test
  void shouldFreeAFrameThatIsGivenBackUnpublished() {
    int frame = rig.port.acquire();
    assertThat(rig.port.freeFrames()).isEqualTo(FRAMES - 1);
    rig.port.giveBack(frame);

    assertThat(rig.port.freeFrames()).isEqualTo(FRAMES);
    assertThat(rig.port.inFlight()).isZero();
  }

  @Test
  void shouldNotTakeAFrameFromOneWhoDoesNotOwnIt() {
    int free = rig.port.acquire();
    rig.port.giveBack(free);
    int published = rig.publish(1)[0];

    assertThatIllegalStateException().isThrownBy(() -> rig.port.giveBack(published));
    assertThatIllegalStateException().isThrownBy(() -> rig.port.put(published, 60, false));
    rig.kick();
    rig.reap();
    assertThatIllegalStateException().isThrownBy(() -> rig.port.giveBack(free));
    assertThatIllegalStateException().isThrownBy(() -> rig.port.put(free, 60, false));
    assertThat(rig.port.freeFrames()).isEqualTo(FRAMES);
  }

  @Test
  void shouldReserveNoMoreThanIsWantedAndAsMuchAsCanBePut() {
    assertThat(rig.port.room(3)).isEqualTo(3);
    int room = rig.port.room(1_000);
    assertThat(room).isEqualTo(FRAMES);
    rig.publish(room);
    assertThat(rig.port.room(1)).isZero();

    rig.kickAll();
    rig.reap();

    assertThat(rig.port.room(1_000)).isEqualTo(room);
  }

  @Test
  void shouldNeedAKickForWhatIsPublishedUntilTheKernelHasTakenIt() {
    assertThat(rig.port.needsKick()).isFalse();
    rig.publish(1);
    assertThat(rig.port.needsKick()).isTrue();
    rig.kick();

    assertThat(rig.port.needsKick()).isFalse();
    assertThat(rig.port.pending()).isZero();
  }

  @Test
  void shouldCarryWithOneKickWhatItSaysItCanGather() {
    rig.publish(2);
    int more = rig.port.canGather(3) ? 3 : 0;
    for (int i = 0; i < more; i++) {
      rig.publish(1); // windows of one packet
    }

    assertThat(rig.kick()).isEqualTo(KickResult.DONE);

    assertThat(rig.port.pending()).isZero();
    assertThat(rig.delivered).hasSize(2 + more);
    assertThat(rig.reap()).isEqualTo(2 + more);
  }

  @Test
  void shouldNotGatherMoreThanThereAreFrames() {
    rig.publish(FRAMES - 2);

    assertThat(rig.port.canGather(3)).isFalse();
  }

  @Test
  void shouldDoNothingWithoutPackets() {
    assertThat(rig.kick()).isEqualTo(KickResult.DONE);
    assertThat(rig.reap()).isZero();
  }

  @Test
  void shouldGoOnWithTheRestWhenTheKernelTookOnlyPart() {
    rig.takeOnly(3);
    int[] frames = rig.publish(5);

    assertThat(rig.kick()).isEqualTo(KickResult.AGAIN);
    assertThat(rig.port.pending()).isBetween(2, rig.showsWhatItTook() ? 2 : 5);
    assertThat(rig.port.needsKick()).isTrue();
    assertThat(rig.reap()).isEqualTo(3);
    assertThat(rig.port.inFlight()).isEqualTo(2);
    assertThat(rig.kick()).isEqualTo(KickResult.DONE);
    assertThat(rig.reap()).isEqualTo(2);

    assertThat(rig.outcomes.framesThatAre(COMPLETED))
        .containsExactly(frames[0], frames[1], frames[2], frames[3], frames[4]);
    assertThat(rig.delivered)
        .containsExactly(rig.packet(0), rig.packet(1), rig.packet(2), rig.packet(3), rig.packet(4));
  }

  // EINTR 4, EAGAIN 11, ENOMEM 12
  @ParameterizedTest
  @ValueSource(ints = {4, 11, 12})
  void shouldGoOnAfterAnErrnoThatPasses(int errno) {
    rig.answer(errno);
    rig.publish(2);

    assertThat(rig.kick()).isEqualTo(KickResult.AGAIN);
    assertThat(rig.port.pending()).isEqualTo(2);
    assertThat(rig.reap()).isZero();

    assertThat(rig.kick()).isEqualTo(KickResult.DONE);
    assertThat(rig.reap()).isEqualTo(2);
    assertThat(rig.delivered).containsExactly(rig.packet(0), rig.packet(1));
  }

  // ENXIO 6, EFAULT 14, EINVAL 22
  @ParameterizedTest
  @ValueSource(ints = {6, 14, 22})
  void shouldFailOnAnErrnoThatDoesNotPass(int errno) {
    rig.answer(errno);
    rig.publish(1);

    assertThatExceptionOfType(XskException.class)
        .isThrownBy(rig::kick)
        .satisfies(
            failure -> {
              assertThat(failure.errno()).isEqualTo(errno);
              assertThat(failure.values()).contains("interface=");
              assertThat(failure.hint()).isNotEmpty();
            });
  }

  @Test
  void shouldSayWhetherTheLinkIsUp() {
    assertThat(rig.port.isLinkUp()).isTrue();
    rig.setLinkUp(false);
    assertThat(rig.port.isLinkUp()).isFalse();
    rig.setLinkUp(true);
    assertThat(rig.port.isLinkUp()).isTrue();
  }

  @Test
  void shouldFailOnceTheInterfaceIsGone() {
    rig.removeInterface();

    assertThatExceptionOfType(XskException.class)
        .isThrownBy(rig.port::isLinkUp)
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo("ENXIO"));
  }
}
