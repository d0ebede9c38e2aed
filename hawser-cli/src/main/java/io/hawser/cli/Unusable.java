package io.hawser.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Options that are well-formed, but of no use here: a port in use, a file that is missing. */
final class Unusable extends ParameterException {
  private static final long serialVersionUID = 1L;

  Unusable(CommandSpec command, String message) {
    super(command.commandLine(), message);
  }
}
