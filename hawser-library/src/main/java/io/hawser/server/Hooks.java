package io.hawser.server;

import io.hawser.handshake.FailureKind;
import io.hawser.handshake.Judgement;
import io.hawser.handshake.Refusal;
import io.hawser.handshake.ServerRules;
import io.hawser.model.Request;
import io.hawser.model.Response;
import io.hawser.netty.Knock;
import io.hawser.netty.RequestJudge;
import io.hawser.netty.Verdict;
import io.hawser.observe.HandshakeFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of a server, and what its application says between them. */
final class Hooks implements RequestJudge {
  /** 4.2.2: if any of them were others, the client would fail the connection. */
  private static final List<String> AGREED =
      List.of(
          "Upgrade",
          "Connection",
          "Sec-WebSocket-Accept",
          "Sec-WebSocket-Extensions",
          "Sec-WebSocket-Protocol");

  private final ServerRules rules;
  private final boolean selects;
  private final @Nullable RequestProcessor processRequest;
  private final @Nullable ResponseProcessor processResponse;

  /**
   * Joins rules and hooks.
   *
   * @param selects whether the rules ask a {@link SubprotocolSelector}
   */
  Hooks(
      ServerRules rules,
      boolean selects,
      @Nullable RequestProcessor processRequest,
      @Nullable ResponseProcessor processResponse) {
    this.rules = rules;
    this.selects = selects;
    this.processRequest = processRequest;
    this.processResponse = processResponse;
  }

  @Override
  public boolean mayBlock() {
    return selects || processRequest != null || processResponse != null;
  }

  @Override
  public boolean reviews() {
    return processResponse != null;
  }

  @Override
  public Verdict judge(Request request, Knock knock) {
    var peer = new Peer(knock);
    try {
      return reviewed(decide(request, peer), request, peer, knock);
    } catch (HookFailure failure) {
      return failure.verdict();
    }
  }

  @Override
  public Verdict review(@Nullable Request request, Refusal refusal, Knock knock) {
    try {
      return reviewed(new Verdict.Refused(refusal), request, new Peer(knock), knock);
    } catch (HookFailure failure) {
      return failure.verdict();
    }
  }

  /** Wraps an application's selector for the rules. */
  static @Nullable String select(SubprotocolSelector selector, List<String> offered) {
    String chosen;
    try {
      chosen = selector.select(offered);
    } catch (Throwable thrown) {
      throw new HookFailure("selectSubprotocol failed", thrown);
    }
    if (chosen != null && !offered.contains(chosen)) {
      throw new HookFailure("selectSubprotocol chose what the client has not offered", null);
    }
    return chosen;
  }

  private Verdict decide(Request request, Peer peer) {
    Response own = ask(request, peer);
    if (own != null) {
      return answered(own);
    }
    return switch (rules.judgeUpgrade(request)) {
      case Judgement.Refused(Refusal refusal) -> new Verdict.Refused(refusal);
      case Judgement.Accepted(var agreement) ->
          new Verdict.Open(agreement, rules.answer(request, agreement), peer.identified());
    };
  }

  private @Nullable Response ask(Request request, Peer peer) {
    if (processRequest == null) {
      return null;
    }
    try {
      return processRequest.process(request, peer);
    } catch (Throwable thrown) {
      throw new HookFailure("processRequest failed", thrown);
    }
  }

  private static Verdict answered(Response own) {
    if (isInterim(own)) {
      throw new HookFailure("processRequest answered " + own.status(), null);
    }
    if (own.equals(Router.NOT_FOUND)) {
      return new Verdict.Refused(
          new Refusal(FailureKind.NOT_FOUND, own, "no route for this path", null));
    }
    return chosen(own, "processRequest");
  }

  /** RFC 9110, 15.2: another answer would have to follow; 101 would be a connection. */
  private static boolean isInterim(Response response) {
    return response.status() < 200;
  }

  /** An answer of the application's: no failure, unless it is about credentials. */
  private static Verdict chosen(Response own, String hook) {
    return own.status() == 401 || own.status() == 403
        ? new Verdict.Refused(
            new Refusal(FailureKind.UNAUTHORIZED, own, hook + " answered " + own.status(), null))
        : new Verdict.Answered(own);
  }

  private Verdict reviewed(Verdict verdict, @Nullable Request request, Peer peer, Knock knock) {
    if (processResponse == null) {
      return verdict;
    }
    return switch (verdict) {
      case Verdict.Refused(Refusal refusal) -> {
        Response response = refusal.response();
        if (response == null) {
          yield verdict;
        }
        HandshakeFailure failure = knock.failure(request, refusal);
        var exchange = new Exchange(request, response, peer, failure);
        yield new Verdict.Refused(refusal.withResponse(refusing(processResponse, exchange)));
      }
      case Verdict.Answered(Response response) -> {
        var exchange = new Exchange(request, response, peer, null);
        yield chosen(refusing(processResponse, exchange), "processResponse");
      }
      case Verdict.Open open ->
          opening(processResponse, new Exchange(request, open.response(), peer, null), open);
    };
  }

  private static Verdict opening(ResponseProcessor hook, Exchange exchange, Verdict.Open open) {
    Response response = change(hook, exchange);
    if (response.status() != 101) {
      return chosen(whole(response), "processResponse");
    }
    for (String name : AGREED) {
      if (!response.headers().all(name).equals(open.response().headers().all(name))) {
        throw new HookFailure("processResponse changed " + name + " of the 101", null);
      }
    }
    return new Verdict.Open(open.agreement(), response, exchange.peer().identified());
  }

  private static Response refusing(ResponseProcessor hook, Exchange exchange) {
    return whole(change(hook, exchange));
  }

  private static Response whole(Response response) {
    if (isInterim(response)) {
      throw new HookFailure("processResponse answered " + response.status(), null);
    }
    return response;
  }

  private static Response change(ResponseProcessor hook, Exchange exchange) {
    Response changed;
    try {
      changed = hook.process(exchange);
    } catch (Throwable thrown) {
      throw new HookFailure("processResponse failed", thrown);
    }
    if (changed == null) {
      throw new HookFailure("processResponse returned null", null);
    }
    return changed;
  }
}
