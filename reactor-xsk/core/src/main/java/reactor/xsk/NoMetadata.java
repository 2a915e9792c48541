package reactor.xsk;

/** The metadata of a sender that was created without. */
enum NoMetadata implements TxMetadata {
  INSTANCE;

  @Override
  public boolean hasChecksums() {
    return false;
  }

  @Override
  public void checksum(int startBytes, int offsetBytes) {
    throw new IllegalStateException(
        "the sender has no checksums: set MetadataOptions.checksums, or compute them");
  }

  @Override
  public boolean hasLaunchTimes() {
    return false;
  }

  @Override
  public void launchAt(long timeNs) {
    throw new IllegalStateException(
        "the sender has no launch times: set MetadataOptions.launchTimes");
  }
}
