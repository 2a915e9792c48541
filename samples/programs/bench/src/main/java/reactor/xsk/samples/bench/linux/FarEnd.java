package reactor.xsk.samples.bench.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** The far end of the wire: it counts what arrives, and drops it. */
public interface FarEnd {

  /**
   * What has arrived, seen at one moment.
   *
   * @param packets how many
   * @param bytes their bytes, without the frame check sequence
   */
  record Count(long packets, long bytes) {
    /** What has arrived since {@code earlier}. */
    public Count since(Count earlier) {
      return new Count(packets - earlier.packets, bytes - earlier.bytes);
    }

    /** Both together. */
    public Count plus(Count other) {
      return new Count(packets + other.packets, bytes + other.bytes);
    }
  }

  /** What has arrived. */
  Count count() throws IOException;

  /** How it counts, in words. */
  String describe();

  /**
   * An XDP program where that is allowed, else the interface's own counters: then the packets go on
   * into the IP stack, which drops them as not for this host.
   */
  static FarEnd of(String name, int index) throws IOException {
    try {
      return xdp(index);
    } catch (IOException e) {
      return counters(name, String.valueOf(e.getMessage()));
    }
  }

  private static FarEnd xdp(int index) throws IOException {
    int mapBytes = BpfCode.QUEUES * BpfCode.SLOT_BYTES;
    int map = Bpf.createArray(mapBytes);
    Bpf.attachXdp(Bpf.load(Bpf.XDP, BpfCode.countAndDrop(map)), index);
    MemorySegment values = Libc.mmap(map, mapBytes);
    VarHandle value = JAVA_LONG.varHandle();
    return new FarEnd() {
      @Override
      public Count count() {
        Count all = new Count(0, 0);
        for (long slot = 0; slot < mapBytes; slot += BpfCode.SLOT_BYTES) {
          long packets = (long) value.getAcquire(values, slot);
          all = all.plus(new Count(packets, (long) value.getAcquire(values, slot + Long.BYTES)));
        }
        return all;
      }

      @Override
      public String describe() {
        return "an XDP program in the driver of the far end counts each packet and drops it";
      }
    };
  }

  private static FarEnd counters(String name, String why) {
    return new FarEnd() {
      @Override
      public Count count() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/net/dev"))) {
          if (line.strip().startsWith(name + ":")) {
            String[] fields = line.split(":", 2)[1].strip().split("\\s+");
            return new Count(Long.parseLong(fields[1]), Long.parseLong(fields[0]));
          }
        }
        throw new IOException("no interface " + name + " in /proc/net/dev");
      }

      @Override
      public String describe() {
        return "the counters of the far interface, and the IP stack drops what is not for this"
            + " host, because no XDP program could be loaded (root can): "
            + why;
      }
    };
  }
}
