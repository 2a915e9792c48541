/**
 * What the benchmarks ask of the kernel: BPF programs, a ring of arrivals, interfaces, CPU time.
 *
 * <p>The calls themselves are those of the library's internal packages, which a program on the
 * class path can reach. Other programs must not do this: internal packages change without notice.
 */
@NullMarked
package reactor.xsk.samples.bench.linux;

import org.jspecify.annotations.NullMarked;
