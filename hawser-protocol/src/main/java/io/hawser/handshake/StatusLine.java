package io.hawser.handshake;

import io.hawser.model.Headers;

/**
 * The first line of a response (RFC 9112, 4).
 *
 * @param version HTTP/1.0 or a version to be read as HTTP/1.1
 * @param status 100 to 999
 * @param reason may be empty
 */
record StatusLine(String version, int status, String reason) {
  static final String PREFIX = "HTTP/";

  private static final int VERSION_END = 8;
  private static final int STATUS_END = 12;

  static StatusLine parse(String line) throws HeadFault {
    if (line.length() < STATUS_END || line.charAt(VERSION_END) != ' ') {
      throw HeadFault.malformed("bad status line");
    }
    var version = line.substring(0, VERSION_END);
    if (!HttpVersion.isReadAs11(version) && !version.equals("HTTP/1.0")) {
      throw HeadFault.malformed("bad HTTP version");
    }
    int status = 0;
    for (int i = VERSION_END + 1; i < STATUS_END; i++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw HeadFault.malformed("bad status");
      }
      status = 10 * status + digit;
    }
    if (status < 100) {
      throw HeadFault.malformed("bad status");
    }
    // the space behind the status is missing from some servers, where no reason follows
    if (line.length() > STATUS_END && line.charAt(STATUS_END) != ' ') {
      throw HeadFault.malformed("bad status");
    }
    var reason = line.length() > STATUS_END ? line.substring(STATUS_END + 1) : "";
    if (!Headers.isValue(reason)) {
      throw HeadFault.malformed("bad reason phrase");
    }
    return new StatusLine(version, status, reason);
  }
}
