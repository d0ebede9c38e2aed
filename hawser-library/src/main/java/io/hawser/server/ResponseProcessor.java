package io.hawser.server;

import io.hawser.model.Response;

/**
 * An application's say in every answer to a request, the refusals of Hawser's own included.
 *
 * <p>Runs on the connection's virtual thread, may block, and is interrupted when the opening
 * deadline passes; then the answer goes out as it was. To a handshake that is out of time or comes
 * while the server stops it has a second. What it throws is logged and answered with 500.
 */
@FunctionalInterface
public interface ResponseProcessor {
  /**
   * Returns the answer to send: the exchange's own, or another. A refusal may become another one,
   * but no 101; to a 101 headers may be added, or it may become a refusal.
   */
  Response process(Exchange exchange) throws Exception;

  /** Returns a processor that hands the answer of this one to {@code next}. */
  default ResponseProcessor then(ResponseProcessor next) {
    return exchange -> next.process(exchange.withResponse(process(exchange)));
  }
}
