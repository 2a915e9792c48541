package reactor.xsk.telemetry.sflow;

/**
 * The host on which a virtual machine or container runs (counter record 2002).
 *
 * @param container the source by which the host reports itself, as a rule {@link SourceId#ofHost()}
 */
public record HostParent(SourceId container) implements SflowRecord {

  @Override
  public int format() {
    return 2002;
  }

  @Override
  public int sizeBytes() {
    return 8;
  }

  @Override
  public void write(XdrWriter out) {
    out.u32(container.type()).u32(container.index());
  }
}
