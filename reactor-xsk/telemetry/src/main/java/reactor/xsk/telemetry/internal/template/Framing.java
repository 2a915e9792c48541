package reactor.xsk.telemetry.internal.template;

import java.lang.foreign.MemorySegment;

/** How a protocol frames messages of one domain, and declares templates. It numbers messages. */
public interface Framing {

  /** The octets of the header of a message. */
  int headerBytes();

  /** To what multiple of octets data sets are filled with zeros; 1 for none. */
  int setAlignment();

  /** Writes the header of a message with templates, which is complete otherwise. */
  void templateHeader(MemorySegment payload, long lengthBytes, int templates);

  /** Called before the records of a message are written. */
  default void beforeRecords() {}

  /** Writes the header of a message with data records, which is complete otherwise. */
  void dataHeader(MemorySegment payload, long lengthBytes, int records);

  /** The octets of the set that declares a template. */
  int declarationBytes(TemplateEntry<?> entry);

  /** Writes the set that declares a template, and returns the offset behind it. */
  long declare(TemplateEntry<?> entry, MemorySegment payload, long offset);
}
