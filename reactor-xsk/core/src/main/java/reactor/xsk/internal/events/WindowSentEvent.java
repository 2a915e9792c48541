package reactor.xsk.internal.events;

import jdk.jfr.DataAmount;
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("reactor.xsk.WindowSent")
@Label("Window Sent")
@Enabled(false)
final class WindowSentEvent extends QueueEvent {

  @Label("Packets")
  int packets;

  @Label("Size")
  @DataAmount(DataAmount.BYTES)
  long size;

  @Label("Packets in Flight")
  int inFlight;
}
