package io.hawser.cli;

import io.hawser.WebSocket;
import io.hawser.error.HandshakeException;
import io.hawser.model.Closure;
import io.hawser.model.Message;

/** Messages, and how the connection opens and closes, for a person at a terminal. */
final class PromptTranscript implements Transcript {
  private final Prompt prompt;

  PromptTranscript(Prompt prompt) {
    this.prompt = prompt;
  }

  @Override
  public void opened(WebSocket ws) {
    prompt.print(
        "connected to "
            + Addresses.text(ws.remoteAddress())
            + ws.subprotocol().map(name -> ", subprotocol " + Escapes.escape(name)).orElse("")
            + "; end with Ctrl-D");
  }

  @Override
  public boolean message(Message message) {
    prompt.print("< " + TextTranscript.line(message));
    return true;
  }

  @Override
  public void closed(Closure closure) {
    prompt.print(Escapes.oneLine(closure.toString()));
  }

  @Override
  public void failed(HandshakeException failure) {}
}
