/** What {@code samples/bench --instructions} runs in its guest. */
@NullMarked
package reactor.xsk.samples.bench.instructions;

import org.jspecify.annotations.NullMarked;
