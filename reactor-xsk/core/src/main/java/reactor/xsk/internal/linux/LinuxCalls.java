package reactor.xsk.internal.linux;

import java.lang.foreign.MemorySegment;

/**
 * The system calls, in plain Java types. Each returns its result (0 or more) or the negated errno.
 */
public interface LinuxCalls {

  /** socket(2). Returns a file descriptor. */
  int socket(int domain, int type, int protocol);

  /** close(2). */
  int close(int fd);

  /** setsockopt(2); the option's length is the size of {@code value}. */
  int setsockopt(int fd, int level, int option, MemorySegment value);

  /** getsockopt(2). Returns the length that the kernel wrote into {@code value}. */
  int getsockopt(int fd, int level, int option, MemorySegment value);

  /** bind(2). */
  int bind(int fd, MemorySegment address);

  /** mmap(2) at an address of the kernel's choice. Returns the address. */
  long mmap(long lengthBytes, int protection, int flags, int fd, long offset);

  /** munmap(2). */
  int munmap(long address, long lengthBytes);

  /** mbind(2), without flags; {@code nodes} has a bit for each NUMA node. */
  int mbind(long address, long lengthBytes, int mode, MemorySegment nodes);

  /** {@code sendto(fd, NULL, 0, MSG_DONTWAIT, NULL, 0)}: the kick. */
  int kick(int fd);

  /** getsockname(2). Returns the length of the address that the kernel wrote. */
  int getsockname(int fd, MemorySegment address);

  /** send(2), without flags. Returns the bytes sent. */
  int send(int fd, MemorySegment data);

  /** recv(2) with MSG_DONTWAIT and MSG_TRUNC: returns the length of the datagram, even if cut. */
  int receive(int fd, MemorySegment into);

  /** poll(2) of one descriptor for POLLIN. Returns its {@code revents}, 0 after the timeout. */
  int poll(int fd, int timeoutMs);

  /** sched_setaffinity(2) of the calling thread; {@code mask} has a bit for each CPU. */
  int schedSetAffinity(MemorySegment mask);

  /** ioctl(2) with a pointer argument. */
  int ioctl(int fd, long request, MemorySegment argument);

  /** bpf(2); the size given to the kernel is that of {@code attr}. */
  int bpf(int command, MemorySegment attr);

  /** open(2). Returns a file descriptor. */
  int open(MemorySegment path, int flags);
}
