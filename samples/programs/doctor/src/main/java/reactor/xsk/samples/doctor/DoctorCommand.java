package reactor.xsk.samples.doctor;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import reactor.xsk.doctor.Diagnosis;
import reactor.xsk.doctor.Doctor;

/** Says whether sending works here, and why not. */
@Command(
    name = "samples/doctor",
    mixinStandardHelpOptions = true,
    description = "Says whether sending through AF_XDP works here, and why not.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:sending works", "1:it does not", "2:the options are wrong"})
public final class DoctorCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "INTERFACE",
      description = "Look at this interface too.")
  private @Nullable String interfaceName;

  @Option(
      names = "--queue",
      paramLabel = "N",
      defaultValue = "0",
      description = "Its transmit queue. Default: ${DEFAULT-VALUE}.")
  private int queue;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  /** Runs the command and exits. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new DoctorCommand()).execute(arguments));
  }

  @Override
  public Integer call() {
    Diagnosis diagnosis =
        interfaceName == null ? Doctor.examine() : Doctor.examine(interfaceName, queue);
    CommandSpec command = Objects.requireNonNull(spec);
    command.commandLine().getOut().print(json ? DiagnosisJson.of(diagnosis) : diagnosis);
    command.commandLine().getOut().flush();
    return diagnosis.sendingWorks() ? 0 : 1;
  }
}
