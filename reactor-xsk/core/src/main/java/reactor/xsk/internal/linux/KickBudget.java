package reactor.xsk.internal.linux;

import reactor.xsk.XskGrant;
import reactor.xsk.XskGrants;

/**
 * How many packets one kick takes in copy mode.
 *
 * @param asked what the kernel was asked for
 * @param granted what it takes
 * @param settable whether it can be asked: since Linux 6.17, which is also the first that publishes
 *     its index at the end of a call; before, the index stands still until the kernel has taken all
 *     that it has seen (__xsk_generic_xmit, net/xdp/xsk.c)
 */
public record KickBudget(int asked, int granted, boolean settable) {

  /** A budget that was granted as it was asked for. */
  public static KickBudget granted(int packets) {
    return new KickBudget(packets, packets, true);
  }

  /** The budget of a kernel that cannot be asked. */
  public static KickBudget fixed(int asked) {
    return new KickBudget(asked, IfXdp.DEFAULT_TX_BUDGET, false);
  }

  /** Adds this to what a socket was granted. */
  public XskGrants addedTo(XskGrants grants) {
    String note = settable ? "" : "fixed, Linux before 6.17";
    return grants.with(XskGrants.Option.TRANSMIT_BUDGET, XskGrant.of(asked, granted, note));
  }
}
