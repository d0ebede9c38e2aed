package io.hawser.server;

import io.hawser.WebSocket;
import io.hawser.model.Request;
import io.hawser.model.Response;
import org.jspecify.annotations.Nullable;

/**
 * Handlers by path, and plain pages beside them. A hook and a handler in one: given to {@link
 * WebSocketServer#builder(WebSocketHandler)}, it is asked after the other hooks and before the
 * handshake goes on; a path that it does not know is answered with 404. Immutable, and safe from
 * any thread.
 *
 * <pre>{@code
 * var router = Router.builder()
 *     .route("/chat/{room}", ws -> join((String) ws.attributes().get("room"), ws))
 *     .get("/healthz", request -> Response.text(200, "ok"))
 *     .build();
 * var server = WebSocketServer.builder(router).listen("localhost", 8765).start();
 * }</pre>
 *
 * <p>A template is a path in which {@code {name}} stands for one whole segment, which must not be
 * empty. Where several match, the one with text in place of a variable is taken, looked at from the
 * left. What a variable has matched is an {@linkplain WebSocket#attributes attribute} of the
 * connection, a {@link String}, decoded.
 */
public final class Router implements RequestProcessor, WebSocketHandler {
  static final Response NOT_FOUND = Response.text(404, "There is nothing at this path.");

  private static final String HANDLER = "io.hawser.server.Router.handler";

  private final Routes<WebSocketHandler> handlers;
  private final Routes<Page> pages;

  private Router(Builder builder) {
    handlers = builder.handlers;
    pages = builder.pages;
  }

  /** Answers plain requests for a path, such as health checks; may block. */
  @FunctionalInterface
  public interface Page {
    /** Returns the answer, of any status but 101. */
    Response answer(Request request) throws Exception;
  }

  /** Returns a builder of a router without routes. */
  public static Builder builder() {
    return new Builder();
  }

  /** Answers with a page or with 404, or lets a handshake go on that has a handler. */
  @Override
  public @Nullable Response process(Request request, Peer peer) throws Exception {
    String path = request.path();
    var page = pages.find(path);
    if (page != null && isRead(request)) {
      return page.target().answer(request);
    }
    var handler = handlers.find(path);
    if (handler == null) {
      // of a page, the method is wrong, as the checks that follow will say
      return page == null ? NOT_FOUND : null;
    }
    peer.attributes().putAll(handler.variables());
    peer.attributes().put(HANDLER, handler.target());
    return null;
  }

  /** Serves a connection by the handler of its path. */
  @Override
  public void handle(WebSocket ws) throws Exception {
    if (ws.attributes().get(HANDLER) instanceof WebSocketHandler handler) {
      handler.handle(ws);
    }
  }

  private static boolean isRead(Request request) {
    return request.method().equals("GET") || request.method().equals("HEAD");
  }

  /** Collects routes. Not safe for several threads at once. */
  public static final class Builder {
    private final Routes<WebSocketHandler> handlers = new Routes<>();
    private final Routes<Page> pages = new Routes<>();

    private Builder() {}

    /**
     * Serves the connections to a path.
     *
     * @param template such as {@code /chat/{room}}
     * @throws IllegalArgumentException if it is no template, or one like it is there
     */
    public Builder route(String template, WebSocketHandler handler) {
      handlers.add(template, handler);
      return this;
    }

    /**
     * Answers GET and HEAD of a path, with any version of HTTP/1; so too where a client asks for an
     * upgrade, which a server may ignore (RFC 9110, 7.8).
     *
     * @param template such as {@code /healthz}
     * @throws IllegalArgumentException if it is no template, or one like it is there
     */
    public Builder get(String template, Page page) {
      pages.add(template, page);
      return this;
    }

    /** Returns the router; the builder must not be used any more. */
    public Router build() {
      return new Router(this);
    }
  }
}
