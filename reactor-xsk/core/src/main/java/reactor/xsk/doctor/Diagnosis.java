package reactor.xsk.doctor;

import java.util.List;

/** What the doctor found. Immutable. */
public final class Diagnosis {

  private final List<Finding> findings;
  private final boolean sendingWorks;

  Diagnosis(List<Finding> findings, boolean sendingWorks) {
    this.findings = List.copyOf(findings);
    this.sendingWorks = sendingWorks;
  }

  /**
   * All findings.
   *
   * @return of the process, then of the interface, then of the modes
   */
  public List<Finding> findings() {
    return findings;
  }

  /**
   * Whether a sender in copy mode would send now. Without an interface: whether this process can
   * open AF_XDP sockets at all.
   *
   * @return true if it would
   */
  public boolean sendingWorks() {
    return sendingWorks;
  }

  /** The findings for people: a heading for each topic, a line or two for each finding. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    String topic = "";
    for (Finding finding : findings) {
      if (!finding.topic().equals(topic)) {
        topic = finding.topic();
        text.append(topic).append('\n');
      }
      text.append("  ").append(finding.toString().replace("\n", "\n  ")).append('\n');
    }
    return text.append(sendingWorks ? "Sending works.\n" : "Sending does not work.\n").toString();
  }
}
