package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.xsk.XskGrant;
import reactor.xsk.XskGrants;
import reactor.xsk.internal.linux.SocketPlan.Binding;

/** What a socket says that it was asked for, and granted. */
class SocketOptionsTest {

  private static final int EPERM = 1;

  private final FakeLinuxCalls calls = new FakeLinuxCalls();

  @Test
  void shouldSayWhichSendBufferWasAskedForAndThatAllOfItWasGranted() {
    XskGrant sendBuffer = open(Binding.COPY).sendBufferBytes();

    assertThat(sendBuffer).isEqualTo(XskGrant.of(64 * (2_048 + 1_024), 64 * (2_048 + 1_024), ""));
    assertThat(sendBuffer.isFull()).isTrue();
  }

  @Test
  void shouldSayHowMuchOfTheSendBufferTheKernelGrantsWithoutCapNetAdmin() {
    calls.refuse("setsockopt(SO_SNDBUFFORCE)", EPERM);
    calls.options.sendBufferLimitBytes = 50_000;

    XskGrant sendBuffer = open(Binding.COPY).sendBufferBytes();

    assertThat(sendBuffer).isEqualTo(XskGrant.of(196_608, 100_000, "net.core.wmem_max"));
    assertThat(sendBuffer).hasToString("100000 of 196608 (net.core.wmem_max)");
    assertThat(sendBuffer.isFull()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"AUTO, 0, 8, 10, copy", "AUTO, 1, 8, 12, zero-copy", "COPY, 0, 10, 10, copy"})
  void shouldSayWithWhichFlagsItWasBoundAndWhichModeTheKernelChose(
      Binding binding, int options, int asked, int granted, String mode) {
    calls.options.granted = options;

    assertThat(open(binding).bindFlags())
        .isEqualTo(XskGrant.of(asked, granted, mode + ", need-wakeup"));
  }

  @Test
  void shouldSayThatItWasBoundForPacketsOfSeveralDescriptors() {
    calls.mtuBytes = 9_000;
    SocketPlan plan = SocketPlans.of("eth9", 3, Binding.COPY, 100, 16_384, 256, 64, 64);

    assertThat(new LinuxKernel(calls).open(plan).grants().bindFlags())
        .isEqualTo(XskGrant.of(26, 26, "copy, need-wakeup, chains"));
  }

  @Test
  void shouldSayAllOfItInOneLine() {
    assertThat(open(Binding.COPY))
        .hasToString("transmitBudget=64, sendBufferBytes=196608, bindFlags=10 (copy, need-wakeup)");
  }

  @Test
  void shouldSayOfWhatWasNotAskedForThatItWasNot() {
    assertThat(open(Binding.COPY).xdpPrograms()).isEqualTo(XskGrant.NOT_ASKED);
  }

  @Test
  void shouldAskForBusyPollingInTheOrderThatTheKernelWantsAndBeforeBind() {
    XskGrants grants = open(Binding.COPY, new SocketExtras(0, 20, 64, false, MetadataPlan.NONE));

    assertThat(calls.names)
        .containsSubsequence(
            "setsockopt(SO_PREFER_BUSY_POLL)",
            "setsockopt(SO_BUSY_POLL_BUDGET)",
            "setsockopt(SO_BUSY_POLL)",
            "bind");
    assertThat(calls.options.values)
        .containsEntry("setsockopt(SO_PREFER_BUSY_POLL)", 1)
        .containsEntry("setsockopt(SO_BUSY_POLL_BUDGET)", 64)
        .containsEntry("setsockopt(SO_BUSY_POLL)", 20);
    assertThat(grants.busyPollMicros())
        .isEqualTo(XskGrant.of(20, 20, "preferred to interrupts, budget 64"));
  }

  @Test
  void shouldAskOnlyForWhatNeedsNoPrivilegeUnlessPollingIsPreferred() {
    open(Binding.COPY, new SocketExtras(0, 20, 0, false, MetadataPlan.NONE));

    assertThat(calls.names)
        .contains("setsockopt(SO_BUSY_POLL)")
        .doesNotContain("setsockopt(SO_PREFER_BUSY_POLL)", "setsockopt(SO_BUSY_POLL_BUDGET)");
  }

  @Test
  void shouldSayWhichPrivilegePreferredPollingNeeds() {
    calls.refuse("setsockopt(SO_PREFER_BUSY_POLL)", EPERM);

    assertThatThrownBy(
            () -> open(Binding.COPY, new SocketExtras(0, 20, 64, false, MetadataPlan.NONE)))
        .hasMessageContaining("setsockopt(SO_BUSY_POLL) failed: EPERM")
        .hasMessageContaining("option=SO_PREFER_BUSY_POLL, value=1")
        .hasMessageContaining("CAP_NET_ADMIN in the initial user namespace");
    assertThat(calls.open).as("left open").isEmpty();
  }

  private XskGrants open(Binding binding) {
    return open(binding, SocketExtras.NONE);
  }

  private XskGrants open(Binding binding, SocketExtras extras) {
    SocketPlan plan = SocketPlans.of("eth9", 3, binding, 100, 2_048, 64, 64, 64);
    return new LinuxKernel(calls).open(SocketPlans.with(extras, plan)).grants();
  }
}
