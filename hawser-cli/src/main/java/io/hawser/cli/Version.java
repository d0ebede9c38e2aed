package io.hawser.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    Package jar = Version.class.getPackage();
    // only a jar has a manifest that tells
    String version = jar == null ? null : jar.getImplementationVersion();
    return new String[] {
      "hawser " + (version == null ? "unpackaged" : version) + " (Java " + Runtime.version() + ")"
    };
  }
}
