/** What several tests of the library share. */
@NullMarked
package reactor.xsk.support;

import org.jspecify.annotations.NullMarked;
