/**
 * For users of BlockHound: which of the loop thread's waits are meant. Loaded by BlockHound only.
 */
@NullMarked
package reactor.xsk.internal.blockhound;

import org.jspecify.annotations.NullMarked;
