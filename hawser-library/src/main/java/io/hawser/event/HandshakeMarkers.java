package io.hawser.event;

import io.hawser.handshake.FailureKind;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** What filters of logs know failed handshakes by: one marker for all, and one for each kind. */
final class HandshakeMarkers {
  /** Every line about failed handshakes has it, or one that refers to it. */
  static final Marker FAILED = MarkerFactory.getMarker("HANDSHAKE_FAILED");

  private static final Map<FailureKind, Marker> OF_KINDS = ofKinds();

  private HandshakeMarkers() {}

  /** Returns the marker of a kind, such as {@code HANDSHAKE_NOT_HTTP}. */
  static Marker of(FailureKind kind) {
    return OF_KINDS.getOrDefault(kind, FAILED);
  }

  @SuppressWarnings("deprecation") // no other way to have one filter for all of them
  private static Map<FailureKind, Marker> ofKinds() {
    var markers = new EnumMap<FailureKind, Marker>(FailureKind.class);
    for (var kind : FailureKind.values()) {
      Marker marker = MarkerFactory.getMarker("HANDSHAKE_" + kind.name());
      marker.add(FAILED);
      markers.put(kind, marker);
    }
    return markers;
  }
}
