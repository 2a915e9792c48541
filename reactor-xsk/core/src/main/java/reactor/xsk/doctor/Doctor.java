package reactor.xsk.doctor;

import java.util.ArrayList;
import java.util.List;
import reactor.xsk.XskSupport;

/**
 * Looks at what this process, the running kernel and one interface offer to AF_XDP, and says of
 * each thing what is granted, or why not and what to try. It changes nothing: it opens a socket in
 * copy mode and closes it again, loads no program, and resets no device.
 *
 * <p>All methods may be called from any thread; the network namespace is that of the caller.
 */
public final class Doctor {

  private Doctor() {}

  /**
   * Examines the process and the kernel.
   *
   * @return what was found
   */
  public static Diagnosis examine() {
    boolean available = XskSupport.isAvailable();
    return new Diagnosis(new ProcessExamination().findings(), available);
  }

  /**
   * Examines the process, the kernel and an interface: its queue 0, unless another is named.
   *
   * @param interfaceName name of the interface in the network namespace of the caller
   * @return what was found
   */
  public static Diagnosis examine(String interfaceName) {
    return examine(interfaceName, 0);
  }

  /**
   * Examines the process, the kernel and a queue of an interface.
   *
   * @param interfaceName name of the interface in the network namespace of the caller
   * @param queue transmit queue; 0 or more
   * @return what was found
   */
  public static Diagnosis examine(String interfaceName, int queue) {
    ProcessExamination process = new ProcessExamination();
    List<Finding> findings = new ArrayList<>(process.findings());
    if (!process.canAskTheKernel()) {
      return new Diagnosis(findings, false);
    }
    InterfaceExamination device = new InterfaceExamination(interfaceName);
    findings.addAll(device.findings());
    ModeExamination modes = new ModeExamination(process, device, queue);
    findings.addAll(modes.findings());
    return new Diagnosis(findings, device.isUp() && modes.copyWorks());
  }
}
