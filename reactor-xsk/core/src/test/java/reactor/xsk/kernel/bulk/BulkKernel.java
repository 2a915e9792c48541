package reactor.xsk.kernel.bulk;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.xsk.kernel.support.MachineRootCondition;
import reactor.xsk.kernel.support.RealKernel;

/**
 * A kernel test that loads BPF programs. The root of a private user namespace may not; the root of
 * the machine may, in a private network namespace.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RealKernel
@Tag("kernel-root")
@ExtendWith(MachineRootCondition.class)
@interface BulkKernel {}
