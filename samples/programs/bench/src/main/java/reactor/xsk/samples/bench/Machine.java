package reactor.xsk.samples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the figures come from: a figure without its machine says nothing. */
record Machine(Map<String, String> describe) {

  static Machine of(String farEnd, String run) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Kernel", Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
    facts.put("CPU", "%d of %s".formatted(Runtime.getRuntime().availableProcessors(), cpuModel()));
    facts.put("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("Wire", "a veth pair for each: the kernel's copy path, not a network card");
    facts.put("Far end", farEnd);
    facts.put("Run", run);
    return new Machine(facts);
  }

  private static String cpuModel() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
