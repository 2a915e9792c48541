package reactor.xsk.samples.bench.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** The far end of the wire: it counts what arrives, and drops it. */
public interface FarEnd {

  /** Packets that have arrived. */
  long packets() throws IOException;

  /** Their bytes, without the frame check sequence. */
  long bytes() throws IOException;

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
    int map = Bpf.createArray(2 * Long.BYTES);
    Bpf.attachXdp(Bpf.load(Bpf.XDP, BpfCode.countAndDrop(map)), index);
    MemorySegment values = Libc.mmap(map, 2 * Long.BYTES);
    VarHandle value = JAVA_LONG.varHandle();
    return new FarEnd() {
      @Override
      public long packets() {
        return (long) value.getAcquire(values, 0L);
      }

      @Override
      public long bytes() {
        return (long) value.getAcquire(values, (long) Long.BYTES);
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
      public long packets() throws IOException {
        return field(1);
      }

      @Override
      public long bytes() throws IOException {
        return field(0);
      }

      private long field(int number) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/net/dev"))) {
          if (line.strip().startsWith(name + ":")) {
            return Long.parseLong(line.split(":", 2)[1].strip().split("\\s+")[number]);
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
