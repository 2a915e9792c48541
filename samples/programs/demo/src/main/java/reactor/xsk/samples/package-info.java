/** Runnable programs that show how to use {@link reactor.xsk.XskSender}. */
@NullMarked
package reactor.xsk.samples;

import org.jspecify.annotations.NullMarked;
