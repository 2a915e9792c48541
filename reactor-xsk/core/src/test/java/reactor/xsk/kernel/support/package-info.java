/**
 * What kernel tests stand on: interfaces, receivers and checks that share no code with the library.
 */
@NullMarked
package reactor.xsk.kernel.support;

import org.jspecify.annotations.NullMarked;
