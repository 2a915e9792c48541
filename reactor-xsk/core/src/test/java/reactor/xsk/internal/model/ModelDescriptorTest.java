package reactor.xsk.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;
import reactor.xsk.virtual.VirtualRelease;

/** Descriptors that are not valid, and the index, in newer and older kernels. */
class ModelDescriptorTest {

  private static final int EBUSY = -16;
  private static final int EAGAIN = -11;

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0", // no length
    "0, 2049, 0", // longer than a frame
    "1000, 1049, 0", // leaves its frame
    "262144, 60, 0", // behind the UMEM
    "-2048, 60, 0",
    "0, 60, 4" // no such option
  })
  void shouldRefuseADescriptorThatIsNotValid(long address, int length, int options) {
    ModelFixture model = new ModelFixture(it -> it);
    model.publishRaw(address, length, options);

    assertThat(model.socket.kick()).isZero();

    assertThat(model.packets()).isZero();
    assertThat(model.kernel.counters().invalid()).isEqualTo(1);
    assertThat(model.socket.statistics().txInvalidDescs()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 2048", "1000, 1048", "260096, 2048"})
  void shouldTakeADescriptorWithinItsFrame(long address, int length) {
    ModelFixture model = new ModelFixture(it -> it.mtu(9_000));
    model.publishRaw(address, length, 0);

    model.socket.kick();

    assertThat(model.packets()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldLeaveWhatIsBehindAnInvalidDescriptorForTheNextKick(boolean older) {
    ModelFixture model = new ModelFixture(it -> older ? it.olderKernel() : it);
    model.publish(0, 1);
    model.publishRaw(2_048, 0, 0);
    model.publish(2, 1);

    assertThat(model.socket.kick()).isZero();
    assertThat(model.packets()).isEqualTo(1);
    assertThat(model.socket.kick()).isZero();
    assertThat(model.packets()).isEqualTo(2);
  }

  @Test
  void shouldGiveBackTheFrameOfAnInvalidDescriptorAsNewerKernelsDo() {
    ModelFixture model = new ModelFixture(it -> it);
    model.publishRaw(2_048, 0, 0);

    model.socket.kick();

    assertThat(model.consumed()).isEqualTo(1);
    assertThat(model.completedFrames()).containsExactly(1);
  }

  @Test
  void shouldNeverGiveBackTheFrameOfAnInvalidDescriptorAsOlderKernelsDo() {
    ModelFixture model = new ModelFixture(VirtualKernel.Builder::olderKernel);
    model.publishRaw(2_048, 0, 0);

    model.socket.kick();

    assertThat(model.consumed()).as("nothing was sent").isZero();
    assertThat(model.completedFrames()).isEmpty();
  }

  @Test
  void shouldNotPublishADropWhenNothingWasSentAsOlderKernelsDo() {
    ModelFixture model = new ModelFixture(VirtualKernel.Builder::olderKernel);
    model.publish(0, 3);
    model.kernel.onNextKicks(VirtualFault.busy());

    assertThat(model.socket.kick()).isEqualTo(EBUSY);
    assertThat(model.consumed()).isZero();

    model.socket.kick();
    assertThat(model.consumed()).as("something was sent").isEqualTo(3);
  }

  @Test
  void shouldPublishWhatItHasConsumedWhenItReadsTheRingAgainAsOlderKernelsDo() {
    ModelFixture model = new ModelFixture(VirtualKernel.Builder::olderKernel);
    model.publish(0, 1);
    model.kernel.onNextKicks(VirtualFault.busy());
    model.socket.kick();

    assertThat(model.socket.kick()).isZero();

    assertThat(model.consumed()).isEqualTo(1);
  }

  @Test
  void shouldPublishItsIndexOnlyWhenItHasTakenAllThatItSawAsLinux61Does() {
    ModelFixture model = new ModelFixture(it -> it.release(VirtualRelease.LINUX_6_1));
    model.publish(0, 40);

    assertThat(model.socket.kick()).isEqualTo(EAGAIN);
    assertThat(model.packets()).as("the budget cannot be raised").isEqualTo(32);
    assertThat(model.consumed()).as("eight were seen and not taken").isZero();
    assertThat(model.socket.kick()).isZero();
    assertThat(model.consumed()).isEqualTo(40);
  }

  @Test
  void shouldNotPublishADropInTheMiddleOfWhatItSawAsLinux61Does() {
    ModelFixture model = new ModelFixture(it -> it.release(VirtualRelease.LINUX_6_1));
    model.publish(0, 5);
    model.kernel.onNextKicks(VirtualFault.busy().after(2));

    assertThat(model.socket.kick()).isEqualTo(EBUSY);
    assertThat(model.consumed()).isZero();

    model.socket.kick();
    assertThat(model.consumed()).isEqualTo(5);
  }

  @Test
  void shouldPassOverAnInvalidDescriptorAsLinux61Does() {
    ModelFixture model = new ModelFixture(it -> it.release(VirtualRelease.LINUX_6_1));
    model.publish(0, 1);
    model.publishRaw(2_048, 0, 0);
    model.publish(2, 1);

    assertThat(model.socket.kick()).isZero();

    assertThat(model.packets()).isEqualTo(2);
    assertThat(model.completedFrames()).containsExactly(0, 2);
  }

  @Test
  void shouldGiveADroppedFrameBackBeforeThoseThatAreStillOut() {
    ModelFixture model = new ModelFixture(it -> it.completions(VirtualCompletions.onDemand()));
    model.publish(0, 3);
    model.kernel.onNextKicks(VirtualFault.busy().after(1));

    model.socket.kick();

    assertThat(model.completedFrames()).containsExactly(1);
  }

  @Test
  void shouldRefuseAsManyDescriptorsAsToldEachEndingItsKick() {
    ModelFixture model = new ModelFixture(it -> it);
    model.publish(0, 4);
    model.kernel.refuseDescriptors(2);

    assertThat(model.socket.kick()).isZero();
    assertThat(model.consumed()).isEqualTo(1);
    assertThat(model.socket.kick()).isZero();
    assertThat(model.consumed()).isEqualTo(2);
    assertThat(model.socket.kick()).isZero();

    assertThat(model.packets()).isEqualTo(2);
    assertThat(model.kernel.counters().invalid()).isEqualTo(2);
  }
}
