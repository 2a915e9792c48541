package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.xsk.XskException;
import reactor.xsk.XskGrant;
import reactor.xsk.internal.linux.SocketPlan.Binding;

/** Batch transmit of a patched kernel: where its types prove it, where there is room, and once. */
class KernelBatchTest {

  private static final String OPTION = "setsockopt(XDP_GENERIC_XMIT_BATCH)";
  private static final int EACCES = 13;

  private static final Btf UNPATCHED = new WrittenTypes().struct("xdp_sock", "zc").read();
  private static final Btf PATCHED =
      new WrittenTypes().struct("xdp_sock", "zc", "generic_xmit_batch").read();
  private static final Btf PATCHED_V3 =
      new WrittenTypes()
          .struct("xdp_sock", "batch")
          .struct("xsk_batch", "generic_xmit_batch")
          .read();

  private final FakeLinuxCalls calls = new FakeLinuxCalls();

  @Test
  void shouldAskOnceAndBehindBindWhereTheTypesProveThatTheKernelHasIt() {
    for (Btf types : List.of(PATCHED, PATCHED_V3)) {
      calls.names.clear();

      XskSocket socket = open(types, plan(Binding.COPY, 64));

      assertThat(calls.options.values).containsEntry(OPTION, 32);
      assertThat(calls.names).containsOnlyOnce(OPTION).containsSubsequence("bind", OPTION);
      assertThat(socket.grants().kernelBatch()).isEqualTo(XskGrant.of(32, 32, ""));
    }
  }

  @Test
  void shouldNotAskAKernelWhoseTypesDoNotProveItEvenIfItWouldAnswer() {
    XskException failure = failureOf(UNPATCHED, plan(Binding.COPY, 64));

    assertThat(failure)
        .hasMessageContaining("this kernel has no batch transmit in copy mode")
        .hasMessageContaining("kernelBatch=32")
        .hasMessageContaining("leave kernelBatch at 0");
    assertThat(calls.names).doesNotContain(OPTION);
    assertThat(calls.open).as("left open").isEmpty();
  }

  @Test
  void shouldNeitherReadTypesNorAskUnlessItIsWanted() {
    kernel(
            () -> {
              throw new AssertionError("the types are read");
            })
        .open(SocketPlans.with(SocketExtras.NONE, plan(Binding.COPY, 64)));

    assertThat(calls.names).doesNotContain(OPTION);
  }

  @ParameterizedTest(name = "{0} frames, ring of {1}: {2}")
  @CsvSource({"112, 256, true", "113, 256, false", "1, 32, false", "1, 34, true"})
  void shouldRefuseWhereMorePacketsMayFlyThanTheDeviceHasRoomFor(
      int frames, int ringEntries, boolean fits) {
    calls.ringEntries = ringEntries;
    SocketPlan plan = plan(Binding.COPY, frames);

    if (fits) {
      assertThat(open(PATCHED, plan).grants().kernelBatch().isFull()).isTrue();
    } else {
      assertThat(failureOf(PATCHED, plan))
          .hasMessageContaining("the send buffer lets more packets fly")
          .hasMessageContaining("deviceRing=" + ringEntries)
          .hasMessageContaining("use a frameCount of at most");
      assertThat(calls.names).doesNotContain(OPTION);
    }
  }

  @Test
  void shouldTakeManyFramesWhereTheSendBufferIsSmall() {
    calls.refuse("setsockopt(SO_SNDBUFFORCE)", Errno.EPERM);
    calls.options.sendBufferLimitBytes = 112 * 768 / 2;

    assertThat(open(PATCHED, plan(Binding.COPY, 2_048)).grants().kernelBatch().isFull()).isTrue();
  }

  @Test
  void shouldSayWhereTheRoomOfTheDeviceIsNotKnown() {
    calls.ringEntries = 0;

    assertThat(open(PATCHED, plan(Binding.COPY, 2_048)).grants().kernelBatch())
        .isEqualTo(XskGrant.of(32, 32, "the device does not say how large its ring is"));
  }

  @Test
  void shouldNotAskInZeroCopyAndSayThatItHasNone() {
    calls.options.granted = 1;

    assertThat(open(UNPATCHED, plan(Binding.AUTO, 2_048)).grants().kernelBatch())
        .isEqualTo(XskGrant.of(32, 0, "zero-copy has none"));
    assertThat(calls.names).doesNotContain(OPTION);
  }

  @Test
  void shouldSayWhatToTryWhereTheKernelRefusesIt() {
    calls.refuse(OPTION, EACCES);

    assertThat(failureOf(PATCHED, plan(Binding.COPY, 64)))
        .hasMessageContaining("EACCES")
        .hasMessageContaining("use a kernelBatch of at most the transmit budget");
    assertThat(calls.open).as("left open").isEmpty();
  }

  private XskException failureOf(Btf types, SocketPlan plan) {
    return catchThrowableOfType(XskException.class, () -> open(types, plan));
  }

  private XskSocket open(Btf types, SocketPlan plan) {
    return kernel(() -> types).open(plan);
  }

  private LinuxKernel kernel(Supplier<Btf> types) {
    Path absent = Path.of("/absent");
    return new LinuxKernel(calls, null, new KernelFiles(types, absent, absent));
  }

  private static SocketPlan plan(Binding binding, int frames) {
    return SocketPlans.with(
        new SocketExtras(32, 0, 0, false, MetadataPlan.NONE),
        SocketPlans.of("eth9", 3, binding, frames, 2_048, 64, 32, 32));
  }
}
