/**
 * Why sending does not work here, or what keeps it from being faster: findings as objects, each
 * with what was looked at, what is granted, why not, and what to try.
 *
 * <pre>{@code
 * Diagnosis diagnosis = Doctor.examine("eth0");
 * System.out.print(diagnosis);
 * System.exit(diagnosis.sendingWorks() ? 0 : 1);
 * }</pre>
 */
@NullMarked
package reactor.xsk.doctor;

import org.jspecify.annotations.NullMarked;
