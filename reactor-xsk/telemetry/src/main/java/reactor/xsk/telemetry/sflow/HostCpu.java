package reactor.xsk.telemetry.sflow;

/**
 * The processors of a host (counter record 2003). Times are milliseconds, of which the low 32 bits
 * are sent.
 *
 * @param loadOne load average of one minute
 * @param loadFive load average of five minutes
 * @param loadFifteen load average of fifteen minutes
 * @param processesRunning running processes
 * @param processes all processes
 * @param cpus processors
 * @param megahertz their speed
 * @param uptimeSeconds since the host was booted
 * @param userMs time in user mode
 * @param niceMs time in user mode with low priority
 * @param systemMs time in the kernel
 * @param idleMs time without work
 * @param waitMs time of waiting for I/O
 * @param interruptMs time of interrupts
 * @param softInterruptMs time of soft interrupts
 * @param interrupts interrupts
 * @param contextSwitches context switches
 * @param stealMs time that the hypervisor gave to others
 * @param guestMs time of guests
 * @param guestNiceMs time of guests with low priority
 */
public record HostCpu(
    float loadOne,
    float loadFive,
    float loadFifteen,
    long processesRunning,
    long processes,
    long cpus,
    long megahertz,
    long uptimeSeconds,
    long userMs,
    long niceMs,
    long systemMs,
    long idleMs,
    long waitMs,
    long interruptMs,
    long softInterruptMs,
    long interrupts,
    long contextSwitches,
    long stealMs,
    long guestMs,
    long guestNiceMs)
    implements SflowRecord {

  @Override
  public int format() {
    return 2003;
  }

  @Override
  public int sizeBytes() {
    return 80;
  }

  @Override
  public void write(XdrWriter out) {
    out.float32(loadOne).float32(loadFive).float32(loadFifteen);
    out.u32(processesRunning).u32(processes).u32(cpus).u32(megahertz).u32(uptimeSeconds);
    out.u32(userMs).u32(niceMs).u32(systemMs).u32(idleMs).u32(waitMs);
    out.u32(interruptMs).u32(softInterruptMs).u32(interrupts).u32(contextSwitches);
    out.u32(stealMs).u32(guestMs).u32(guestNiceMs);
  }
}
