package io.hawser.connection;

import io.hawser.OpeningTimings;
import io.hawser.model.Request;
import io.hawser.model.Response;
import io.hawser.model.Role;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an opening handshake led to.
 *
 * @param id the connection's short name
 * @param subprotocol null if none was agreed on
 * @param peerCertificates that TLS has verified, the peer's own first; empty if it has shown none
 * @param identified what the application has found out about the peer
 * @param timings null if they were not measured, as by servers
 */
public record Opened(
    String id,
    Role role,
    Request request,
    Response response,
    @Nullable String subprotocol,
    List<X509Certificate> peerCertificates,
    Identified identified,
    @Nullable OpeningTimings timings) {
  /** Without timings. */
  public Opened(
      String id,
      Role role,
      Request request,
      Response response,
      @Nullable String subprotocol,
      List<X509Certificate> peerCertificates,
      Identified identified) {
    this(id, role, request, response, subprotocol, peerCertificates, identified, null);
  }

  /** Without anything about the peer. */
  public Opened(
      String id, Role role, Request request, Response response, @Nullable String subprotocol) {
    this(id, role, request, response, subprotocol, List.of(), Identified.NOTHING);
  }
}
