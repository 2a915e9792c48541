package reactor.xsk.samples.demo;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** The other end: hands over the payload of every packet that its IP stack found to be good. */
interface Receiver extends AutoCloseable {

  /** Sends payloads to this consumer from now on. They are valid during the call only. */
  void deliverTo(Consumer<MemorySegment> consumer);

  /** What the IP stack refused so far. */
  Refusals refusals();

  /** Most packets of a length that may be under way so that none is dropped for lack of room. */
  int window(int frameBytes);

  /** One line for the reader of the demo. */
  String describe();

  @Override
  void close();
}
