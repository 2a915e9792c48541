/** A packet generator with the options of xdpsock, where they mean the same. */
@NullMarked
package reactor.xsk.samples.xskgen;

import org.jspecify.annotations.NullMarked;
