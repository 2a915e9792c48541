package reactor.xsk.samples.exporter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.xsk.telemetry.sflow.Counters;
import reactor.xsk.telemetry.sflow.GenericInterface;
import reactor.xsk.telemetry.sflow.SflowRecord;

/**
 * The counters of /proc/net/snmp as structures of sFlow. They are found by name: kernels have added
 * counters between the others, and the ICMP structure leaves InTimestampReps out.
 */
final class SnmpRecords {

  private static final List<String> IP =
      names(
          """
          Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors ForwDatagrams InUnknownProtos
          InDiscards InDelivers OutRequests OutDiscards OutNoRoutes ReasmTimeout ReasmReqds ReasmOKs
          ReasmFails FragOKs FragFails FragCreates
          """);
  private static final List<String> ICMP =
      names(
          """
          InMsgs InErrors InDestUnreachs InTimeExcds InParmProbs InSrcQuenchs InRedirects InEchos
          InEchoReps InTimestamps InAddrMasks InAddrMaskReps
          OutMsgs OutErrors OutDestUnreachs OutTimeExcds OutParmProbs OutSrcQuenchs OutRedirects
          OutEchos OutEchoReps OutTimestamps OutTimestampReps OutAddrMasks OutAddrMaskReps
          """);
  private static final List<String> TCP =
      names(
          """
          RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets
          CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors
          """);
  private static final List<String> UDP =
      names(
          """
          InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors
          """);

  private SnmpRecords() {}

  /** A structure for each protocol that the kernel counts. */
  static List<SflowRecord> of(Map<String, Map<String, Long>> snmp) {
    List<SflowRecord> records = new ArrayList<>();
    add(records, snmp, "Ip", IP, Counters::ip);
    add(records, snmp, "Icmp", ICMP, Counters::icmp);
    add(records, snmp, "Tcp", TCP, Counters::tcp);
    add(records, snmp, "Udp", UDP, Counters::udp);
    return records;
  }

  private static void add(
      List<SflowRecord> records,
      Map<String, Map<String, Long>> snmp,
      String protocol,
      List<String> names,
      Function<long[], Counters> structure) {
    Map<String, Long> row = snmp.getOrDefault(protocol, Map.of());
    if (!row.isEmpty()) {
      records.add(
          structure.apply(
              names.stream()
                  .mapToLong(it -> row.getOrDefault(it, GenericInterface.UNKNOWN))
                  .toArray()));
    }
  }

  private static List<String> names(String text) {
    return List.of(text.strip().split("\\s+"));
  }
}
