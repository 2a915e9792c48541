package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import reactor.xsk.XskGrant;
import reactor.xsk.internal.linux.SocketPlan.Binding;

/** How many packets a kick is to take, and what the kernel says to that. */
class KickBudgetTest {

  private static final int WINDOW = 64;

  private final FakeLinuxCalls calls = new FakeLinuxCalls();

  @Test
  void shouldRaiseTheTransmitBudgetToTheWindow() {
    open(plan(Binding.COPY, 33));

    assertThat(calls.values).containsEntry("setsockopt(XDP_MAX_TX_SKB_BUDGET)", 33);
  }

  @Test
  void shouldRaiseTheTransmitBudgetToWhatMayShareAKickButNotAboveTheRing() {
    open(SocketPlans.of("eth9", 3, Binding.COPY, 100, 2_048, 64, 32, 50));
    assertThat(calls.values).containsEntry("setsockopt(XDP_MAX_TX_SKB_BUDGET)", 50);

    open(SocketPlans.of("eth9", 3, Binding.COPY, 100, 2_048, 64, 32, 256));
    assertThat(calls.values).containsEntry("setsockopt(XDP_MAX_TX_SKB_BUDGET)", 64);
  }

  @Test
  void shouldSayWhichBudgetWasAskedForAndWhichGranted() {
    assertThat(open(plan(Binding.COPY, 64)).kickBudget()).isEqualTo(new KickBudget(64, 64, true));
    calls.refuse("setsockopt(XDP_MAX_TX_SKB_BUDGET)", Errno.ENOPROTOOPT);

    XskSocket socket = open(plan(Binding.COPY, 64));

    assertThat(socket.kickBudget()).isEqualTo(new KickBudget(64, 32, false));
    assertThat(socket.grants().transmitBudget())
        .isEqualTo(XskGrant.of(64, 32, "fixed, Linux before 6.17"));
  }

  @Test
  void shouldTakeARingThatIsTooSmallToAskWith() {
    calls.refuse("setsockopt(XDP_MAX_TX_SKB_BUDGET)", Errno.EACCES);

    XskSocket small = open(SocketPlans.of("eth9", 3, Binding.COPY, 100, 2_048, 16, 16, 256));

    assertThat(small.kickBudget()).isEqualTo(new KickBudget(32, 32, true));
  }

  @Test
  void shouldDoWithoutALargerBudgetOnAKernelThatHasNone() {
    calls.refuse("setsockopt(XDP_MAX_TX_SKB_BUDGET)", Errno.ENOPROTOOPT);

    open(plan(Binding.COPY, WINDOW));

    assertThat(calls.names).containsSubsequence("bind", "getsockopt(XDP_OPTIONS)");
  }

  private XskSocket open(SocketPlan plan) {
    return new LinuxKernel(calls).open(plan);
  }

  private static SocketPlan plan(Binding binding, int window) {
    return SocketPlans.of("eth9", 3, binding, 100, 2_048, 64, window, window);
  }
}
