package reactor.xsk.internal.events;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Throttle;

@Name("reactor.xsk.PacketDropped")
@Label("Packet Dropped")
@Description("The kernel or the device dropped a packet")
@Throttle("100/s")
final class PacketDroppedEvent extends QueueEvent {

  @Label("Size")
  @DataAmount(DataAmount.BYTES)
  long size;
}
