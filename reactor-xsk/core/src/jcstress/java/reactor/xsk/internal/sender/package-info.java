/** Races between the loop thread and the others, in their smallest form. */
@NullMarked
package reactor.xsk.internal.sender;

import org.jspecify.annotations.NullMarked;
