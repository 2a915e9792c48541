/**
 * Those who send, each in a process of its own: {@link
 * reactor.xsk.samples.bench.contestant.Contestant}.
 */
@NullMarked
package reactor.xsk.samples.bench.contestant;

import org.jspecify.annotations.NullMarked;
