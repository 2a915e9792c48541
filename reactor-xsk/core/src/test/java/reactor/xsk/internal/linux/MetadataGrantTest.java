package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.NetdevFamily.Features;
import reactor.xsk.internal.linux.SocketPlan.Binding;

class MetadataGrantTest {

  private static final int ZERO_COPY = 8;

  private static final MetadataPlan CHECKSUMS = new MetadataPlan(true, false, false, false);
  private static final MetadataPlan IN_KERNEL = new MetadataPlan(true, true, false, false);
  private static final MetadataPlan LAUNCH_TIMES = new MetadataPlan(false, false, false, true);

  @ParameterizedTest
  @EnumSource
  void shouldNotAskTheDeviceWithoutMetadata(Binding binding) {
    assertThat(MetadataGrant.binding(plan(binding, MetadataPlan.NONE), null)).isEqualTo(binding);
  }

  @ParameterizedTest(name = "{0}, XDP features {1}, XSK features {2}: {3}")
  @CsvSource({
    "COPY, 0, 0, COPY", // the kernel does it for any device
    "AUTO, 0, 0, COPY",
    "AUTO, 8, 0, COPY", // zero-copy, but without checksums
    "AUTO, 8, 2, AUTO",
    "AUTO, 0, 2, COPY",
    "ZERO_COPY, 8, 3, ZERO_COPY",
    "ZERO_COPY, 0, 0, ZERO_COPY" // bind(2) says that there is no zero-copy
  })
  void shouldTakeZeroCopyOnlyOfADeviceThatHasChecksumsWithIt(
      Binding asked, long xdp, long xsk, Binding granted) {
    assertThat(MetadataGrant.binding(plan(asked, CHECKSUMS), new Features(xdp, 1, xsk)))
        .isEqualTo(granted);
  }

  @Test
  void shouldTakeCopyModeForChecksumsOfTheKernel() {
    Features able = new Features(ZERO_COPY, 1, 7);

    assertThat(MetadataGrant.binding(plan(Binding.AUTO, IN_KERNEL), able)).isEqualTo(Binding.COPY);
  }

  @Test
  void shouldSayWhatADeviceWithZeroCopyLacks() {
    MetadataPlan all = new MetadataPlan(true, false, true, true);

    assertThat(refusal(plan(Binding.ZERO_COPY, all), new Features(ZERO_COPY, 1, 2)))
        .hasMessageStartingWith(
            "TX metadata failed: the device does not offer with zero-copy: transmit times, launch"
                + " times: interface=eth0, queue=0, mode=ZERO_COPY, xskFeatures=0x2 — ");
  }

  @Test
  void shouldRefuseLaunchTimesWithoutADeviceThatHasThem() {
    assertThat(refusal(plan(Binding.AUTO, LAUNCH_TIMES), new Features(ZERO_COPY, 1, 3)))
        .hasMessageContaining("launch times need zero-copy and a device that has them");
    assertThat(
            MetadataGrant.binding(plan(Binding.AUTO, LAUNCH_TIMES), new Features(ZERO_COPY, 1, 4)))
        .isEqualTo(Binding.AUTO);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseAKernelWithoutMetadata(Binding binding) {
    Features beforeLinux68 = new Features(ZERO_COPY, 1, -1);

    assertThat(refusal(plan(binding, CHECKSUMS), beforeLinux68))
        .hasMessageContaining("this kernel has no TX metadata")
        .hasMessageContaining("Linux 6.8");
    assertThat(refusal(plan(binding, CHECKSUMS), null)).hasMessageContaining("cannot be asked");
  }

  private static XskException refusal(SocketPlan plan, @Nullable Features device) {
    return catchThrowableOfType(XskException.class, () -> MetadataGrant.binding(plan, device));
  }

  private static SocketPlan plan(Binding binding, MetadataPlan metadata) {
    return SocketPlans.with(
        new SocketExtras(0, 0, 0, false, metadata),
        SocketPlans.of("eth0", 0, binding, 8, 2_048, 8, 8, 8));
  }
}
