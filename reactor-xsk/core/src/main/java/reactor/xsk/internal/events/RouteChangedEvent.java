package reactor.xsk.internal.events;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

@Name("reactor.xsk.RouteChanged")
@Label("Route Changed")
@Description("The kernel's tables lead to a destination in another way than before, or no more")
@Category("Reactor XSK")
@StackTrace(false)
final class RouteChangedEvent extends Event {

  @Label("Destination")
  String destination = "";

  @Label("Resolved")
  @Description("Whether datagrams can be sent now")
  boolean resolved;

  @Label("Maximum Payload")
  @Description("The longest payload of a datagram")
  @DataAmount(DataAmount.BYTES)
  int maxPayload;

  @Label("Reason")
  @Description("Why there is no way")
  @Nullable String reason;
}
