/**
 * The boundary to the kernel: the only package that uses {@code Linker}.
 *
 * <p>The library makes these system calls and no others: {@code socket}, {@code setsockopt}, {@code
 * getsockopt}, {@code mmap}, {@code munmap}, {@code bind}, {@code ioctl} (to look an interface up),
 * {@code sendto} (the kick) and {@code close}; for netlink {@code send}, {@code recv}, {@code poll}
 * and {@code getsockname}; for the bulk port also {@code bpf} and {@code open} (of /dev/net/tun).
 * {@link reactor.xsk.internal.linux.LinuxCalls} lists them; each answers with its result or with
 * the negated errno, never through a global.
 *
 * <p>Two seams: {@link reactor.xsk.internal.linux.LinuxCalls} lets tests make any single call fail;
 * {@link reactor.xsk.internal.linux.XskKernel} lets the port run over a model of the kernel. There
 * is one file per C struct, with the C text.
 *
 * <p>Everything here belongs to the thread that opened it.
 */
@NullMarked
package reactor.xsk.internal.linux;

import org.jspecify.annotations.NullMarked;
