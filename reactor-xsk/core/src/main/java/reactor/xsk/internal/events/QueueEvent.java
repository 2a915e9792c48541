package reactor.xsk.internal.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;

/** What all events of one queue of one interface have. */
@Category("Reactor XSK")
@StackTrace(false)
abstract class QueueEvent extends Event {

  @Label("Interface Name")
  String interfaceName = "";

  @Label("Queue")
  @Description("Transmit queue of the interface")
  int queue;
}
