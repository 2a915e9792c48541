package reactor.xsk.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A network device of our own, down and without traffic. It lives as long as its file descriptor:
 * the kernel removes it when the process dies, however it dies.
 */
public final class TapDevice implements CloseStack.Closer {

  private static final String CLONE_DEVICE = "/dev/net/tun";
  private static final String NAME_PATTERN = "xskbulk%d"; // the kernel fills the number in

  private final Descriptor file;
  private final int interfaceIndex;

  private TapDevice(Descriptor file, int interfaceIndex) {
    this.file = file;
    this.interfaceIndex = interfaceIndex;
  }

  static TapDevice create(LinuxCalls calls, BpfCalls bpf) {
    Descriptor file = new Descriptor(calls);
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment path = scratch.allocateFrom(CLONE_DEVICE);
      BpfOperation.OPEN_TAP.check(file.take(bpf.open(path, Bpf.O_RDWR | Bpf.O_CLOEXEC)), "");
      MemorySegment request = Ifreq.of(scratch, NAME_PATTERN);
      Ifreq.setFlags(request, Ifreq.IFF_TAP | Ifreq.IFF_NO_PI);
      BpfOperation.CREATE_TAP.check(
          calls.ioctl(file.fd(), Ifreq.TUNSETIFF, request), "name=" + NAME_PATTERN);
      try (NetDevice device = NetDevice.find(calls, request.getString(0))) {
        return new TapDevice(file, device.interfaceIndex());
      }
    } catch (Throwable t) {
      file.close();
      throw t;
    }
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
