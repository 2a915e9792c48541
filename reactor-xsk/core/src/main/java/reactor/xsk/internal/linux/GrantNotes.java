package reactor.xsk.internal.linux;

import reactor.xsk.XskGrant;
import reactor.xsk.XskGrants;

/** Collects what a socket is granted while it is opened. */
final class GrantNotes {

  private XskGrants grants = XskGrants.none();

  void note(XskGrants.Option option, long asked, long granted, String note) {
    grants = grants.with(option, XskGrant.of(asked, granted, note));
  }

  void note(KickBudget budget) {
    grants = budget.addedTo(grants);
  }

  XskGrants grants() {
    return grants;
  }
}
