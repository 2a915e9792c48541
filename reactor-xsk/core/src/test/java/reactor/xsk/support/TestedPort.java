package reactor.xsk.support;

import reactor.xsk.XskMode;

/**
 * The port that this run of the tests is for. A test that is tagged {@value #EVERY} runs once for
 * each port: each Surefire execution says by {@code -Dxsk.port} which is its own.
 */
public final class TestedPort {

  /** Tag (JUnit) and group (TestNG) of what runs over every port. */
  public static final String EVERY = "every-port";

  private TestedPort() {}

  /** VIRTUAL, COPY or BULK; {@code otherwise} where nothing is said, as in an IDE. */
  public static XskMode mode(XskMode otherwise) {
    return XskMode.valueOf(System.getProperty("xsk.port", otherwise.name()));
  }
}
