package reactor.xsk.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A network device of our own, down and without traffic. It lives as long as its file descriptor:
 * the kernel removes it when the process dies, however it dies.
 */
public final class TapDevice implements AutoCloseable {

  private static final String CLONE_DEVICE = "/dev/net/tun";
  private static final String NAME_PATTERN = "xskbulk%d"; // the kernel fills the number in

  private final LinuxCalls calls;
  private final int fd;
  private final int interfaceIndex;

  private TapDevice(LinuxCalls calls, int fd, int interfaceIndex) {
    this.calls = calls;
    this.fd = fd;
    this.interfaceIndex = interfaceIndex;
  }

  static TapDevice create(LinuxCalls calls, BpfCalls bpf) {
    try (Arena scratch = Arena.ofConfined()) {
      int fd =
          BpfOperation.OPEN_TAP.check(
              bpf.open(scratch.allocateFrom(CLONE_DEVICE), Bpf.O_RDWR | Bpf.O_CLOEXEC), "");
      try {
        MemorySegment request = Ifreq.of(scratch, NAME_PATTERN);
        Ifreq.setFlags(request, Ifreq.IFF_TAP | Ifreq.IFF_NO_PI);
        BpfOperation.CREATE_TAP.check(
            calls.ioctl(fd, Ifreq.TUNSETIFF, request), "name=" + NAME_PATTERN);
        try (NetDevice device = NetDevice.find(calls, request.getString(0))) {
          return new TapDevice(calls, fd, device.interfaceIndex());
        }
      } catch (RuntimeException | Error e) {
        calls.close(fd);
        throw e;
      }
    }
  }

  /** Its index. */
  public int interfaceIndex() {
    return interfaceIndex;
  }

  @Override
  public void close() {
    calls.close(fd);
  }
}
