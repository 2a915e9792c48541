package reactor.xsk.internal.linux.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.Descriptor;
import reactor.xsk.internal.linux.EthernetOnly;
import reactor.xsk.internal.linux.LinuxCalls;
import reactor.xsk.internal.linux.NetDevice;

/**
 * bpf(2) in Java's terms: maps, programs and attachments that close like anything else. Belongs to
 * one thread.
 */
public final class LinuxBpf {

  /** The kernel writes the end of the log over its beginning where it does not fit. */
  private static final int LOG_BYTES = 1 << 20;

  /** Of the verifier's log: the end says what was wrong. */
  private static final int LOG_SHOWN_CHARS = 2_000;

  private final LinuxCalls calls;
  private final int interfaceIndex;

  /** Over the given calls: those of the running kernel, or of a test. */
  public LinuxBpf(LinuxCalls calls) {
    this(calls, NetDevice.BY_NAME);
  }

  /** The same, for the interface of this index. */
  public LinuxBpf(LinuxCalls calls, int interfaceIndex) {
    this.calls = calls;
    this.interfaceIndex = interfaceIndex;
  }

  /** Finds an interface, or throws and leaves nothing open. */
  public NetDevice device(String interfaceName) {
    NetDevice device = NetDevice.find(calls, interfaceName, interfaceIndex);
    try {
      EthernetOnly.require(device);
      return device;
    } catch (RuntimeException | Error e) {
      device.close();
      throw e;
    }
  }

  /** Makes a device of our own. */
  public TapDevice tap() {
    return TapDevice.create(calls);
  }

  /** Creates an array and maps its memory. {@code valueBytes} is a multiple of 8. */
  public BpfArray array(String name, int valueBytes, int entries) {
    Descriptor map = new Descriptor(calls);
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment attr = BpfMapCreateAttr.ofMappableArray(scratch, name, valueBytes, entries);
      int result = map.take(calls.bpf(Bpf.BPF_MAP_CREATE, attr));
      if (result < 0) {
        throw BpfOperation.CREATE_MAP.failed(
            result, "map=%s, valueBytes=%d, entries=%d".formatted(name, valueBytes, entries));
      }
      return BpfArray.of(calls, map, (long) valueBytes * entries);
    } catch (Throwable t) {
      map.close();
      throw t;
    }
  }

  /** Creates a map of one interface. */
  public BpfDeviceMap deviceMap(String name, int interfaceIndex) {
    return BpfDeviceMap.of(calls, name, interfaceIndex);
  }

  /** Whether a program is still attached to its interface: it is not once that was removed. */
  public boolean isAttached(Descriptor link) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment info = scratch.allocate(BpfInfoAttr.INFO_BYTES, Long.BYTES);
      BpfOperation.QUERY_OBJECT.check(
          calls.bpf(Bpf.BPF_OBJ_GET_INFO_BY_FD, BpfInfoAttr.of(scratch, link.fd(), info)), "link");
      return BpfInfoAttr.xdpInterfaceIndex(info) != 0;
    }
  }

  /**
   * Loads a program.
   *
   * @throws XskException if the kernel refuses it; the values end with the verifier's reasons
   */
  public Descriptor load(BpfProgram program) {
    Descriptor loaded = new Descriptor(calls);
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment attr = BpfProgLoadAttr.of(scratch, program);
      int result = loaded.take(calls.bpf(Bpf.BPF_PROG_LOAD, attr));
      if (result < 0) {
        throw BpfOperation.LOAD_PROGRAM.failed(
            result, "program=%s, log=%s".formatted(program.name(), verifierLog(attr, scratch)));
      }
      return loaded;
    } catch (Throwable t) {
      loaded.close();
      throw t;
    }
  }

  /** Loads again, to get the log of the verifier. */
  private String verifierLog(MemorySegment attr, Arena scratch) {
    MemorySegment log = scratch.allocate(LOG_BYTES);
    BpfProgLoadAttr.logInto(attr, log);
    int fd = calls.bpf(Bpf.BPF_PROG_LOAD, attr);
    if (fd >= 0) {
      calls.close(fd);
    }
    String text = log.getString(0).strip();
    return text.substring(Math.max(0, text.length() - LOG_SHOWN_CHARS));
  }

  /**
   * Attaches a program to an interface, in its driver.
   *
   * @throws XskException if it cannot be, or if another program is there
   */
  public Descriptor attachXdp(Descriptor program, int interfaceIndex) {
    Descriptor link = new Descriptor(calls);
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment attr =
          BpfLinkCreateAttr.ofXdp(scratch, program.fd(), interfaceIndex, Bpf.XDP_FLAGS_DRV_MODE);
      int result = link.take(calls.bpf(Bpf.BPF_LINK_CREATE, attr));
      if (result < 0) {
        throw BpfOperation.ATTACH_XDP.failed(result, "ifindex=" + interfaceIndex);
      }
      return link;
    } catch (Throwable t) {
      link.close();
      throw t;
    }
  }

  /** Attaches a program to the tracepoint that it was loaded for. */
  public Descriptor attachTracepoint(Descriptor program) {
    Descriptor link = new Descriptor(calls);
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment attr = BpfRawTracepointAttr.of(scratch, program.fd());
      BpfOperation.ATTACH_TRACEPOINT.check(
          link.take(calls.bpf(Bpf.BPF_RAW_TRACEPOINT_OPEN, attr)), "");
      return link;
    } catch (Throwable t) {
      link.close();
      throw t;
    }
  }

  /**
   * Gets ready to run a program over frames of up to {@code maxFrameBytes}; {@code batchSize}
   * frames between two doorbells.
   */
  public LiveRun liveRun(Descriptor program, int batchSize, int maxFrameBytes) {
    return new LiveRun(calls, program.fd(), batchSize, maxFrameBytes);
  }
}
