/**
 * What the benchmarks ask of the kernel: BPF programs, a ring of arrivals, interfaces, CPU time.
 */
@NullMarked
package reactor.xsk.samples.bench.linux;

import org.jspecify.annotations.NullMarked;
