package reactor.xsk.internal.events;

import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("reactor.xsk.SocketRebuilt")
@Label("Socket Rebuilt")
final class SocketRebuiltEvent extends QueueEvent {

  @Label("Reason")
  String reason = "";
}
