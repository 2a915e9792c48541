/** The races between the loop thread and the others, in their smallest form. */
@NullMarked
package reactor.xsk.internal.flow;

import org.jspecify.annotations.NullMarked;
