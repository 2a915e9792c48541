package reactor.xsk.internal.events;

import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("reactor.xsk.SenderOpened")
@Label("Sender Opened")
final class SenderOpenedEvent extends QueueEvent {

  @Label("Mode")
  String mode = "";

  @Label("Frames")
  int frames;
}
