package reactor.xsk.internal.linux.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.Descriptor;
import reactor.xsk.internal.linux.LinuxCalls;

/**
 * A map of one interface, to which programs redirect frames. The kernel empties it when that very
 * interface is removed or leaves the network namespace (kernel/bpf/devmap.c, dev_map_notification),
 * so that no other one can take its place, whatever number it has.
 */
public final class BpfDeviceMap implements CloseStack.Closer {

  /** The key of the only entry. */
  public static final int KEY = 0;

  private final LinuxCalls calls;
  private final Descriptor map;
  private final int id;

  private BpfDeviceMap(LinuxCalls calls, Descriptor map, int id) {
    this.calls = calls;
    this.map = map;
    this.id = id;
  }

  static BpfDeviceMap of(LinuxCalls calls, String name, int interfaceIndex) {
    Descriptor map = new Descriptor(calls);
    String values = "map=%s, ifindex=%d".formatted(name, interfaceIndex);
    try (Arena scratch = Arena.ofConfined()) {
      BpfOperation.CREATE_MAP.check(
          map.take(calls.bpf(Bpf.BPF_MAP_CREATE, BpfMapCreateAttr.ofOneDevice(scratch, name))),
          values);
      BpfOperation.PUT_INTERFACE.check(
          calls.bpf(Bpf.BPF_MAP_UPDATE_ELEM, element(scratch, map, interfaceIndex)), values);
      MemorySegment info = scratch.allocate(BpfInfoAttr.INFO_BYTES, Long.BYTES);
      BpfOperation.QUERY_OBJECT.check(
          calls.bpf(Bpf.BPF_OBJ_GET_INFO_BY_FD, BpfInfoAttr.of(scratch, map.fd(), info)), values);
      return new BpfDeviceMap(calls, map, BpfInfoAttr.mapId(info));
    } catch (Throwable t) {
      map.close();
      throw t;
    }
  }

  private static MemorySegment element(Arena scratch, Descriptor map, int interfaceIndex) {
    MemorySegment key = scratch.allocateFrom(JAVA_INT, KEY);
    MemorySegment value = scratch.allocateFrom(JAVA_INT, interfaceIndex);
    return BpfMapElementAttr.of(scratch, map.fd(), key, value);
  }

  /** The file descriptor by which programs name it. */
  public int fd() {
    return map.fd();
  }

  /** The number by which tracepoints name it. */
  public int id() {
    return id;
  }

  /** Whether the interface is gone: removed, or moved to another network namespace. */
  public boolean isEmpty() {
    try (Arena scratch = Arena.ofConfined()) {
      return calls.bpf(Bpf.BPF_MAP_LOOKUP_ELEM, element(scratch, map, 0)) < 0;
    }
  }

  @Override
  public void close() {
    map.close();
  }
}
