/**
 * The benchmarks: {@code samples/bench} runs {@link reactor.xsk.samples.bench.Bench}. It makes a
 * pair of virtual interfaces, starts each contestant in a process of its own, counts at the far end
 * what arrives, and reports.
 */
@NullMarked
package reactor.xsk.samples.bench;

import org.jspecify.annotations.NullMarked;
