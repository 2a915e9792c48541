package reactor.xsk.samples.demo;

import java.lang.foreign.MemorySegment;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads IPFIX messages as a collector does, by the templates that came before (RFC 7011). It shares
 * no code with the exporter. For fields of fixed size, which is what the demo sends.
 */
final class IpfixReader {

  private static final int VERSION = 10;
  private static final int TEMPLATE_SET = 2;
  private static final int OPTIONS_TEMPLATE_SET = 3;
  private static final int FIRST_TEMPLATE = 256;
  private static final int ENTERPRISE_BIT = 0x8000;

  private final Consumer<IpfixRecord> onRecord;
  private final Map<Long, List<IpfixRecord.Field>> templates = new HashMap<>();
  private final Map<Long, Long> nextSequences = new HashMap<>();
  private long missing;

  /** Hands on records, which are valid during the call only. */
  IpfixReader(Consumer<IpfixRecord> onRecord) {
    this.onRecord = onRecord;
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException if it is none, or has records without a template
   */
  void read(MemorySegment payload) {
    ByteBuffer message = payload.asByteBuffer();
    try {
      require(message.getShort() == VERSION, "the version is not 10");
      require(u16(message) == payload.byteSize(), "the length is not that of the datagram");
      message.getInt(); // the export time
      long sequence = u32(message);
      long domain = u32(message);
      long records = 0;
      while (message.hasRemaining()) {
        records += readSet(message, domain);
      }
      Long expected = nextSequences.put(domain, sequence + records & 0xffff_ffffL);
      missing += expected == null ? 0 : sequence - expected & 0xffff_ffffL;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the message ends too early", e);
    }
  }

  /** Returns the number of data records. */
  private long readSet(ByteBuffer message, long domain) {
    int id = u16(message);
    int length = u16(message) - 4;
    require(length > 0 && length <= message.remaining(), "a set is longer than its message");
    ByteBuffer set = message.slice(message.position(), length);
    message.position(message.position() + length);
    if (id == TEMPLATE_SET || id == OPTIONS_TEMPLATE_SET) {
      readTemplate(set, domain, id == OPTIONS_TEMPLATE_SET);
      return 0;
    }
    require(id >= FIRST_TEMPLATE, "a set is reserved: " + id);
    List<IpfixRecord.Field> fields = templates.get(key(domain, id));
    require(fields != null, "records came before their template");
    return readRecords(set, fields == null ? List.of() : fields);
  }

  private void readTemplate(ByteBuffer set, long domain, boolean options) {
    while (set.hasRemaining()) {
      int id = u16(set);
      int count = u16(set);
      if (options) {
        set.getShort(); // how many of them are scope
      }
      List<IpfixRecord.Field> fields = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int element = u16(set);
        int length = u16(set);
        boolean ofEnterprise = (element & ENTERPRISE_BIT) != 0;
        fields.add(
            new IpfixRecord.Field(
                ofEnterprise ? u32(set) : 0, element & ENTERPRISE_BIT - 1, length));
      }
      templates.put(key(domain, id), fields);
    }
  }

  private long readRecords(ByteBuffer set, List<IpfixRecord.Field> fields) {
    int bytes = fields.stream().mapToInt(IpfixRecord.Field::lengthBytes).sum();
    long records = 0;
    for (; set.remaining() >= bytes; records++) {
      onRecord.accept(new IpfixRecord(fields, set.slice(set.position(), bytes)));
      set.position(set.position() + bytes);
    }
    return records;
  }

  /** Records that are missing, by the sequence numbers of the messages. */
  long missing() {
    return missing;
  }

  private static long key(long domain, int template) {
    return domain << Short.SIZE | template;
  }

  private static int u16(ByteBuffer buffer) {
    return Short.toUnsignedInt(buffer.getShort());
  }

  private static long u32(ByteBuffer buffer) {
    return Integer.toUnsignedLong(buffer.getInt());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
