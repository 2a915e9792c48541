package reactor.xsk.internal.events;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

@Name("reactor.xsk.TransmitStall")
@Label("Transmit Stall")
@Description(
    "Packets were in flight, and for more than 1 ms the loop saw none come back or be taken")
final class TransmitStallEvent extends QueueEvent {

  @Label("Stall Time")
  @Timespan(Timespan.NANOSECONDS)
  long stallTime;

  @Label("Packets in Flight")
  int inFlight;
}
