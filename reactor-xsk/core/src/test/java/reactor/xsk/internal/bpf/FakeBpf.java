package reactor.xsk.internal.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.xsk.internal.linux.bpf.LinuxBpf;

/**
 * A kernel that grants everything but the calls that a test refuses, and runs no program: what a
 * run does to the shared memory is scripted. It knows what is open. All numbers are literals of the
 * kernel's headers and not those of the library.
 */
public final class FakeBpf extends NoSockets {

  public static final int INTERFACE_INDEX = 7;
  public static final int TAP_INDEX = 8;

  private static final int EINVAL = 22;
  private static final int EMSGSIZE = 90;
  private static final Map<Long, String> REQUESTS =
      Map.of(
          0x8910L, "SIOCGIFNAME",
          0x8913L, "SIOCGIFFLAGS",
          0x8921L, "SIOCGIFMTU",
          0x8927L, "SIOCGIFHWADDR",
          0x8933L, "SIOCGIFINDEX",
          0x8946L, "SIOCETHTOOL",
          0x400454caL, "TUNSETIFF");

  /** What a run does, and answers: 0, or a negated errno. */
  @FunctionalInterface
  public interface Run {
    /** Over the call's memory. */
    int run(FakeCall call, int repeat);
  }

  /** Every call, by name, in order. */
  public final List<String> names = new ArrayList<>();

  /** What is open: descriptors and mappings. */
  public final Deque<String> open = new ArrayDeque<>();

  /** What the next runs do; without any, the driver takes all. */
  public final Deque<Run> runs = new ArrayDeque<>();

  /** The errors that probes find, in order; the last one stays. */
  public final Deque<Integer> probes = new ArrayDeque<>(List.of(EMSGSIZE));

  public int interfaceIndex = INTERFACE_INDEX;
  public int mtuBytes = 1_500;

  /** The longest frame of a run: EINVAL beyond. */
  public int maxFrameBytes = 3_408;

  /** Linux 6.3. */
  public boolean knowsFeatures = true;

  /** IFF_UP and IFF_RUNNING. */
  public short interfaceFlags = 0x41;

  /** Whether what a link attached is still attached. */
  public boolean attached = true;

  public String verifierLog = "";

  private final Map<String, Integer> refusals = new HashMap<>();
  private final Map<Integer, String> programs = new HashMap<>();
  private final Map<Integer, String> maps = new HashMap<>();
  private FakeCall call = new FakeCall(MemorySegment.NULL, 0);
  private int callBytes;
  private int nextFd = 3;

  /** A device of this kernel. */
  public BulkDevice device(int frameCount, int callSize) {
    return BulkDevice.open(
        new LinuxBpf(this),
        new BulkPlan("eth9", frameCount, 2_048, callSize, 64),
        new KernelTypes(11, 12, 224, maxFrameBytes, knowsFeatures));
  }

  /** Makes the call of this name fail with {@code errno} from now on. */
  public FakeBpf refuse(String name, int errno) {
    refusals.put(name, errno);
    return this;
  }

  @Override
  public int bpf(int command, MemorySegment attr) {
    return switch (command) {
      case 0 -> createMap(attr);
      case 1 -> refused("BPF_MAP_LOOKUP_ELEM");
      case 2 -> refused("BPF_MAP_UPDATE_ELEM");
      case 5 -> load(attr);
      case 10 -> run(attr);
      case 15 -> describe(attr);
      case 17 -> open("tracepoint " + programs.get(attr.get(JAVA_INT, 8)));
      case 28 -> attach(attr);
      default -> throw new AssertionError("bpf command " + command);
    };
  }

  private int refused(String name) {
    names.add(name);
    return -refusals.getOrDefault(name, 0);
  }

  /** Of a map its number, of a link the interface that it attaches to. */
  @SuppressWarnings("restricted") // the answer has room for 24 bytes
  private int describe(MemorySegment attr) {
    int refused = refused("BPF_OBJ_GET_INFO_BY_FD");
    if (refused == 0) {
      MemorySegment info = attr.get(ADDRESS, 8).reinterpret(attr.get(JAVA_INT, 4));
      info.set(JAVA_INT, 4, 77);
      info.set(JAVA_INT, 16, attached ? TAP_INDEX : 0);
    }
    return refused;
  }

  private int createMap(MemorySegment attr) {
    boolean ofDevices = attr.get(JAVA_INT, 0) == 14;
    expect(ofDevices || attr.get(JAVA_INT, 0) == 2, "an array");
    expect(attr.get(JAVA_INT, 4) == 4, "keys of 4 bytes");
    expect(attr.get(JAVA_INT, 16) == (ofDevices ? 0 : 0x400), "BPF_F_MMAPABLE");
    String name = attr.getString(28);
    int fd = open("map " + name);
    maps.put(fd, name);
    if (name.equals("xsk_call")) {
      callBytes = attr.get(JAVA_INT, 8);
    }
    return fd;
  }

  @SuppressWarnings("restricted") // the log is as long as it says
  private int load(MemorySegment attr) {
    String name = attr.getString(48);
    int fd = open("program " + name);
    programs.put(fd, name);
    if (fd < 0 && attr.get(JAVA_INT, 24) > 0) {
      attr.get(ADDRESS, 32).reinterpret(attr.get(JAVA_INT, 28)).setString(0, verifierLog);
    }
    return fd;
  }

  private int attach(MemorySegment attr) {
    expect(attr.get(JAVA_INT, 8) == 37, "BPF_XDP");
    expect(attr.get(JAVA_INT, 12) == 4, "XDP_FLAGS_DRV_MODE: in the driver, replacing nothing");
    attached = true;
    return open("link %d".formatted(attr.get(JAVA_INT, 4)));
  }

  private int run(MemorySegment attr) {
    String name = "run " + programs.get(attr.get(JAVA_INT, 0));
    int repeat = attr.get(JAVA_INT, 32);
    names.add("%s %d of %d".formatted(name, repeat, attr.get(JAVA_INT, 8)));
    expect(attr.get(JAVA_INT, 64) == 2, "BPF_F_TEST_XDP_LIVE_FRAMES");
    expect(attr.get(JAVA_INT, 12) == 0, "room for the output, in, must be 0: ENOSPC otherwise");
    attr.set(JAVA_INT, 12, attr.get(JAVA_INT, 8)); // as the kernel does
    if (refusals.containsKey(name)) {
      return -refusals.get(name);
    }
    if (attr.get(JAVA_INT, 8) > maxFrameBytes) {
      return -EINVAL;
    }
    if (name.equals("run xsk_probe")) {
      call.memory().set(JAVA_INT, 28, -(probes.size() > 1 ? probes.pop() : probes.element()));
      return 0;
    }
    Run script = runs.poll();
    if (script == null) {
      call.takes(repeat);
      return 0;
    }
    return script.run(call, repeat);
  }

  @Override
  public int open(MemorySegment path, int flags) {
    return open(path.getString(0));
  }

  @Override
  public int socket(int domain, int type, int protocol) {
    return open("socket");
  }

  private int open(String what) {
    names.add(what);
    if (refusals.containsKey(what)) {
      return -refusals.get(what);
    }
    open.push(nextFd + "=" + what);
    return nextFd++;
  }

  @Override
  public int close(int fd) {
    return release(fd + "=");
  }

  @Override
  public long mmap(long lengthBytes, int protection, int flags, int fd, long offset) {
    String what = "mmap " + maps.get(fd);
    names.add(what);
    if (refusals.containsKey(what)) {
      return -refusals.get(what);
    }
    MemorySegment memory = Arena.ofAuto().allocate(lengthBytes, 4_096);
    if (what.equals("mmap xsk_call")) {
      // 40 bytes, then 8, 8 and 1 for each packet
      call = new FakeCall(memory, (callBytes - 40) / 17);
    }
    keep.add(memory);
    open.push(memory.address() + "=" + what);
    return memory.address();
  }

  private final List<MemorySegment> keep = new ArrayList<>();

  @Override
  public int munmap(long address, long lengthBytes) {
    return release(address + "=");
  }

  private int release(String prefix) {
    expect(open.removeIf(it -> it.startsWith(prefix)), prefix + " is closed; open are " + open);
    return 0;
  }

  @Override
  public int schedSetAffinity(MemorySegment mask) {
    throw new AssertionError("sched_setaffinity");
  }

  @Override
  @SuppressWarnings("restricted") // struct ethtool_value has 8 bytes
  public int ioctl(int fd, long request, MemorySegment argument) {
    String name = REQUESTS.getOrDefault(request, "?");
    names.add(name);
    if (refusals.containsKey(name)) {
      return -refusals.get(name);
    }
    boolean tap = argument.getString(0).startsWith("xskbulk");
    switch (name) {
      case "TUNSETIFF" -> {
        expect(argument.get(JAVA_SHORT, 16) == 0x1002, "IFF_TAP | IFF_NO_PI");
        argument.setString(0, "xskbulk0");
      }
      case "SIOCGIFINDEX" -> argument.set(JAVA_INT, 16, tap ? TAP_INDEX : interfaceIndex);
      case "SIOCGIFNAME" -> {
        return argument.get(JAVA_INT, 16) == (tap ? TAP_INDEX : interfaceIndex) ? 0 : -19;
      }
      case "SIOCGIFMTU" -> argument.set(JAVA_INT, 16, mtuBytes);
      case "SIOCGIFHWADDR" -> argument.set(JAVA_SHORT, 16, (short) 1);
      case "SIOCGIFFLAGS" -> argument.set(JAVA_SHORT, 16, interfaceFlags);
      case "SIOCETHTOOL" -> argument.get(ADDRESS, 16).reinterpret(8).set(JAVA_INT, 4, 1);
      default -> throw new AssertionError("ioctl " + request);
    }
    return 0;
  }

  private static void expect(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
