package reactor.xsk.internal.linux;

/** A map, program or attachment of the kernel: gone when it is closed, or when the process ends. */
public final class BpfObject implements AutoCloseable {

  private final LinuxCalls calls;
  private final int fd;
  private boolean closed;

  BpfObject(LinuxCalls calls, int fd) {
    this.calls = calls;
    this.fd = fd;
  }

  /** The file descriptor that holds it. */
  public int fd() {
    return fd;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      calls.close(fd);
    }
  }
}
