package reactor.xsk.telemetry.sflow;

import java.net.InetAddress;
import reactor.xsk.telemetry.ExporterBuilder;
import reactor.xsk.telemetry.ExporterSettings;
import reactor.xsk.telemetry.internal.flow.ExportLedger;
import reactor.xsk.telemetry.internal.flow.ExporterCore;

/** The settings of an {@link SflowExporter}. For one thread. */
public final class SflowExporterBuilder extends ExporterBuilder<SflowExporterBuilder> {

  private final byte[] agentAddress;
  private long subAgentId;
  private int maxDatagramBytes = 1_400;
  private boolean expanded;

  SflowExporterBuilder(InetAddress agentAddress) {
    this.agentAddress = agentAddress.getAddress();
  }

  @Override
  protected SflowExporterBuilder self() {
    return this;
  }

  /**
   * Sets the number of the sub-agent, which differs between the sub-agents of an agent.
   *
   * @param id 0 (the default) to 4,294,967,295
   * @return this
   */
  public SflowExporterBuilder subAgentId(long id) {
    check(id, 0, 0xffff_ffffL, "subAgentId");
    subAgentId = id;
    return this;
  }

  /**
   * Sets the longest datagram that the collector takes ({@code sFlowRcvrMaximumDatagramSize}). The
   * payload that the path allows bounds it further.
   *
   * @param bytes 200 to 65,507; the default is 1,400
   * @return this
   */
  public SflowExporterBuilder maxDatagramBytes(int bytes) {
    check(bytes, 200, 65_507, "maxDatagramBytes");
    maxDatagramBytes = bytes;
    return this;
  }

  /**
   * Sets the forms of samples. An agent whose interfaces may have an index of 2^24 or more sends
   * the expanded forms, and only those; another sends the compact forms only.
   *
   * @param value true for the expanded forms; the default is false
   * @return this
   */
  public SflowExporterBuilder expanded(boolean value) {
    expanded = value;
    return this;
  }

  /**
   * Builds the exporter.
   *
   * @return an exporter at the beginning of its session
   */
  public SflowExporter build() {
    ExporterSettings settings = settings();
    ExportLedger ledger = new ExportLedger(settings.clock());
    Agent agent = new Agent(agentAddress, subAgentId, settings.clock());
    SflowAssembler assembler =
        new SflowAssembler(settings, ledger, agent, new SampleWriter(expanded), maxDatagramBytes);
    return new SflowExporter(new ExporterCore<>(settings, assembler, ledger, () -> null));
  }
}
