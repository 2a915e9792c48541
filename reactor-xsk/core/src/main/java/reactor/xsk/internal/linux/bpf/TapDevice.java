package reactor.xsk.internal.linux.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.Descriptor;
import reactor.xsk.internal.linux.Ifreq;
import reactor.xsk.internal.linux.LinuxCalls;
import reactor.xsk.internal.linux.NetDevice;

/**
 * A network device of our own, down and without traffic. It lives as long as its file descriptor:
 * the kernel removes it when the process dies, however it dies.
 */
public final class TapDevice implements CloseStack.Closer {

  private static final String CLONE_DEVICE = "/dev/net/tun";
  private static final String NAME_PATTERN = "xskbulk%d"; // the kernel fills the number in

  private final Descriptor file;
  private final String name;
  private final int interfaceIndex;

  private TapDevice(Descriptor file, String name, int interfaceIndex) {
    this.file = file;
    this.name = name;
    this.interfaceIndex = interfaceIndex;
  }

  static TapDevice create(LinuxCalls calls) {
    Descriptor file = new Descriptor(calls);
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment path = scratch.allocateFrom(CLONE_DEVICE);
      BpfOperation.OPEN_TAP.check(file.take(calls.open(path, Bpf.O_RDWR | Bpf.O_CLOEXEC)), "");
      MemorySegment request = Ifreq.of(scratch, NAME_PATTERN);
      Ifreq.setFlags(request, Ifreq.IFF_TAP | Ifreq.IFF_NO_PI);
      BpfOperation.CREATE_TAP.check(
          calls.ioctl(file.fd(), Ifreq.TUNSETIFF, request), "name=" + NAME_PATTERN);
      String name = request.getString(0);
      try (NetDevice device = NetDevice.find(calls, name)) {
        return new TapDevice(file, name, device.interfaceIndex());
      }
    } catch (Throwable t) {
      file.close();
      throw t;
    }
  }

  /** The name that the kernel gave it. */
  public String name() {
    return name;
  }

  /** Its index. */
  public int interfaceIndex() {
    return interfaceIndex;
  }

  @Override
  public void close() {
    file.close();
  }
}
