package reactor.xsk.kernel.bulk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import reactor.xsk.XskConfig;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;

/** A process that opens mode BULK and waits to be killed. */
final class BulkChild {

  private BulkChild() {}

  /** Starts the process, and returns when it has opened. */
  static Process start(String interfaceName, boolean withTap) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                BulkChild.class.getName(),
                interfaceName,
                Boolean.toString(withTap))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.getInputStream().read() != '!') {
      throw new IllegalStateException("the process did not open mode BULK");
    }
    return process;
  }

  /** Arguments: the interface, and whether a tap may be made. */
  @SuppressWarnings("try") // what is opened is held until the end
  public static void main(String[] arguments) throws InterruptedException {
    try (AutoCloseable opened =
        Boolean.parseBoolean(arguments[1])
            ? XskSender.create(XskConfig.builder(arguments[0]).mode(XskMode.BULK).build())
            : WithoutTap.open(arguments[0])) {
      System.out.print('!');
      System.out.flush();
      TimeUnit.MINUTES.sleep(2);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
