package reactor.xsk.internal.events;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

@Name("reactor.xsk.SenderClosed")
@Label("Sender Closed")
final class SenderClosedEvent extends QueueEvent {

  @Label("Accepted")
  long accepted;

  @Label("Completed")
  long completed;

  @Label("Dropped")
  long dropped;

  @Label("Failed")
  long failed;

  @Label("Lost")
  long lost;

  @Label("Discarded")
  long discarded;

  @Label("Failure")
  @Description("What ended the sender, if it was not closed")
  @Nullable String failure;
}
