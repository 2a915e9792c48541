package reactor.xsk.samples.doctor;

import org.jspecify.annotations.Nullable;
import reactor.xsk.doctor.Diagnosis;
import reactor.xsk.doctor.Finding;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A diagnosis for programs: {@code sendingWorks}, and {@code findings} with topic, what, verdict
 * and, where there are any, granted, whyNot and remedy.
 */
final class DiagnosisJson {

  private static final JsonMapper MAPPER = new JsonMapper();

  private DiagnosisJson() {}

  static String of(Diagnosis diagnosis) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("sendingWorks", diagnosis.sendingWorks());
    var findings = root.putArray("findings");
    for (Finding finding : diagnosis.findings()) {
      ObjectNode node = findings.addObject();
      node.put("topic", finding.topic());
      node.put("what", finding.what());
      node.put("verdict", finding.verdict().name());
      put(node, "granted", finding.granted());
      put(node, "whyNot", finding.whyNot());
      put(node, "remedy", finding.remedy());
    }
    return root.toPrettyString() + "\n";
  }

  private static void put(ObjectNode node, String field, @Nullable String value) {
    if (value != null) {
      node.put(field, value);
    }
  }
}
