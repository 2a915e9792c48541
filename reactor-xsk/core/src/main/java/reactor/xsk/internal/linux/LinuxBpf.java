package reactor.xsk.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import reactor.xsk.XskException;

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
  private final BpfCalls bpf;

  /** Over the given calls: those of the running kernel, or of a test. */
  public LinuxBpf(LinuxCalls calls, BpfCalls bpf) {
    this.calls = calls;
    this.bpf = bpf;
  }

  /** Finds an interface, or throws and leaves nothing open. */
  public NetDevice device(String interfaceName) {
    NetDevice device = NetDevice.find(calls, interfaceName);
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
    return TapDevice.create(calls, bpf);
  }

  /** Creates an array and maps its memory. {@code valueBytes} is a multiple of 8. */
  public BpfArray array(String name, int valueBytes, int entries) {
    try (Arena scratch = Arena.ofConfined()) {
      int fd =
          BpfOperation.CREATE_MAP.check(
              bpf.bpf(
                  Bpf.BPF_MAP_CREATE,
                  BpfMapCreateAttr.ofMappableArray(scratch, name, valueBytes, entries)),
              "map=%s, valueBytes=%d, entries=%d".formatted(name, valueBytes, entries));
      return BpfArray.of(calls, new BpfObject(calls, fd), (long) valueBytes * entries);
    }
  }

  /**
   * Loads a program.
   *
   * @throws XskException if the kernel refuses it; the values end with the verifier's reasons
   */
  public BpfObject load(BpfProgram program) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment attr = BpfProgLoadAttr.of(scratch, program);
      int fd = bpf.bpf(Bpf.BPF_PROG_LOAD, attr);
      if (fd >= 0) {
        return new BpfObject(calls, fd);
      }
      throw BpfOperation.LOAD_PROGRAM.failed(
          fd, "program=%s, log=%s".formatted(program.name(), verifierLog(attr, scratch)));
    }
  }

  /** Loads again, only to be told why not. */
  private String verifierLog(MemorySegment attr, Arena scratch) {
    MemorySegment log = scratch.allocate(LOG_BYTES);
    BpfProgLoadAttr.logInto(attr, log);
    int fd = bpf.bpf(Bpf.BPF_PROG_LOAD, attr);
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
  public BpfObject attachXdp(BpfObject program, int interfaceIndex) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment attr =
          BpfLinkCreateAttr.ofXdp(scratch, program.fd(), interfaceIndex, Bpf.XDP_FLAGS_DRV_MODE);
      int fd =
          BpfOperation.ATTACH_XDP.check(
              bpf.bpf(Bpf.BPF_LINK_CREATE, attr), "ifindex=" + interfaceIndex);
      return new BpfObject(calls, fd);
    }
  }

  /** Attaches a program to the tracepoint that it was loaded for. */
  public BpfObject attachTracepoint(BpfObject program) {
    try (Arena scratch = Arena.ofConfined()) {
      int fd =
          BpfOperation.ATTACH_TRACEPOINT.check(
              bpf.bpf(Bpf.BPF_RAW_TRACEPOINT_OPEN, BpfRawTracepointAttr.of(scratch, program.fd())),
              "");
      return new BpfObject(calls, fd);
    }
  }

  /**
   * Gets ready to run a program over frames of up to {@code maxFrameBytes}; {@code batchSize}
   * frames between two doorbells.
   */
  public LiveRun liveRun(BpfObject program, int batchSize, int maxFrameBytes) {
    return new LiveRun(bpf, program.fd(), batchSize, maxFrameBytes);
  }
}
