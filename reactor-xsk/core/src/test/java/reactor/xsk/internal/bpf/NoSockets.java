package reactor.xsk.internal.bpf;

import java.lang.foreign.MemorySegment;
import reactor.xsk.internal.linux.LinuxCalls;

/** The calls of sockets, which mode BULK never makes. */
abstract class NoSockets implements LinuxCalls {

  @Override
  public int setsockopt(int fd, int level, int option, MemorySegment value) {
    throw new AssertionError("setsockopt");
  }

  @Override
  public int getsockopt(int fd, int level, int option, MemorySegment value) {
    throw new AssertionError("getsockopt");
  }

  @Override
  public int bind(int fd, MemorySegment address) {
    throw new AssertionError("bind");
  }

  @Override
  public int mbind(long address, long lengthBytes, int mode, MemorySegment nodes) {
    throw new AssertionError("mbind");
  }

  @Override
  public int kick(int fd) {
    throw new AssertionError("sendto");
  }

  @Override
  public int getsockname(int fd, MemorySegment address) {
    throw new AssertionError("getsockname");
  }

  @Override
  public int send(int fd, MemorySegment data) {
    throw new AssertionError("send");
  }

  @Override
  public int receive(int fd, MemorySegment into) {
    throw new AssertionError("receive");
  }

  @Override
  public int poll(int fd, int timeoutMs) {
    throw new AssertionError("poll");
  }
}
